import { addressTests } from '@commerce/testkit/address-tests';
import { openElasticsearch } from '../core/elasticsearch/client.ts';
import { reply, startFakeElasticsearch } from './fake-elasticsearch.ts';

addressTests(async (at, by, closing) => {
  const fake = await startFakeElasticsearch((_request, response) => reply(response, {}), at);
  const url = new URL(fake.url);
  url.host = `${by}:${url.port}`;
  const store = openElasticsearch({ url: url.href, alias: 'products' });
  closing(() => fake.stop());
  closing(() => store.close());
  return (await store.waitsFor()).length === 0;
});
