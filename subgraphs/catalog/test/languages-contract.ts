import { beforeAll, describe, expect, test } from 'vitest';
import type { ProductRepository } from '../core/repository.ts';
import { searchForSale } from './find.ts';
import { newProduct } from './new-product.ts';
import { WHOLE } from './whole-product.ts';

/** What the search of every ProductRepository does with the scripts that people write; `open` gives an empty one. */
export function languagesContract(open: () => Promise<ProductRepository>): void {
  let repository: ProductRepository;
  const find = async (query: string) => {
    const { items } = await searchForSale(repository, query, { pageSize: 100, pageToken: '', skip: 0 }, WHOLE);
    return items.map(({ name }) => name);
  };

  beforeAll(async () => {
    repository = await open();
    for (const { name, description = '' } of LANGUAGES) {
      await repository.create(newProduct({ name, description }), undefined);
    }
  });

  describe.each(LANGUAGES)('in $language', ({ name, finds, others }) => {
    test.each(finds.map((query) => [query]))('%s finds it', async (query) => {
      expect(await find(query)).toEqual([name]);
    });
    test.each(others.map((query) => [query]))('%s does not', async (query) => {
      expect(await find(query)).not.toContain(name);
    });
  });
}

interface Language {
  language: string;
  name: string;
  description?: string;
  /** Queries that find this product alone. */
  finds: string[];
  /** Those of another word. */
  others: string[];
}

const LANGUAGES: Language[] = [
  { language: 'German', name: 'Großer Schlüssel', finds: ['schlussel', 'SCHLÜSSEL', 'grosser'], others: ['gruss'] },
  { language: 'French', name: 'Théière émaillée', finds: ['theiere', 'THÉIÈRE', 'emaill'], others: ['thym'] },
  { language: 'Polish', name: 'Żółta filiżanka', finds: ['zolta', 'filizanka'], others: ['filip'] },
  { language: 'Greek', name: 'Καφές ελληνικός', finds: ['καφες', 'ΕΛΛΗΝΙΚΟΣ'], others: ['καπα'] },
  { language: 'Russian', name: 'Ёлочная игрушка', finds: ['елочная', 'ИГРУШКА'], others: ['игла'] },
  { language: 'Turkish', name: 'İnce belli bardağı', finds: ['ince', 'İNCE', 'bardagı'], others: ['baston'] },
  { language: 'Arabic', name: 'كُوب شاي', finds: ['كوب', 'شاي', 'كُوب'], others: ['كتاب'] },
  { language: 'Hebrew', name: 'כּוֹס זכוכית', finds: ['כוס', 'זכוכית'], others: ['כיס'] },
  // A bat, and no cat: they differ in marks alone.
  { language: 'Hindi', name: 'लकड़ी का बल्ला', finds: ['बल्ला', 'लकड़ी'], others: ['बिल्ली', 'बल'.concat('ि')] },
  // A glass, inside a run of text.
  { language: 'Thai', name: 'ชุดแก้วน้ำใส', finds: ['แก้ว', 'น้ำ', 'ชุดแก้ว'], others: ['แกว', 'นำ'] },
  // Glass, and no crow.
  { language: 'Japanese', name: '透明なガラス瓶', finds: ['ガラス', 'ｶﾞﾗｽ', '瓶', '透明'], others: ['カラス', 'ガス'] },
  { language: 'Chinese', name: '手工青花茶壶', finds: ['茶壶', '青花', '壶'], others: ['花壶', '茶花'] },
  { language: 'Korean', name: '무선이어폰', finds: ['이어폰', '무선'], others: ['무어', '선폰'] },
  { language: 'Lao', name: 'ຈອກແກ້ວໃສ', finds: ['ແກ້ວ'], others: ['ແກວ'] },
  { language: 'Khmer', name: 'កែវទឹកថ្លា', finds: ['កែវ', 'ទឹក'], others: ['ទក'] },
  { language: 'Burmese', name: 'ဖန်ခွက်အကြည်', finds: ['ခွက်', 'ဖန်'], others: ['ခက်'] },
  // In the middle of others, and beside Latin letters.
  {
    language: 'a description of two scripts',
    name: 'Case 40',
    description: 'iPhone用の革ケースです。',
    finds: ['革ケース', 'iphone 革'],
    others: ['用革'],
  },
];
