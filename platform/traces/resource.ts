import {
  defaultResource,
  detectResources,
  envDetector,
  type Resource,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import {
  ATTR_SERVICE_INSTANCE_ID,
  ATTR_SERVICE_NAME,
  ATTR_SERVICE_NAMESPACE,
  ATTR_SERVICE_VERSION,
} from '@opentelemetry/semantic-conventions';
import { BUILD_VERSION } from '../build-version.ts';
import { PROCESS_INSTANCE } from '../process-instance.ts';

/** What spans and metrics say of who sends them; OTEL_RESOURCE_ATTRIBUTES says more. @param service its name. */
export function resourceOf(service: string): Resource {
  return defaultResource()
    .merge(
      resourceFromAttributes({
        [ATTR_SERVICE_NAMESPACE]: 'commerce',
        [ATTR_SERVICE_VERSION]: BUILD_VERSION,
        [ATTR_SERVICE_INSTANCE_ID]: PROCESS_INSTANCE,
      }),
    )
    .merge(detectResources({ detectors: [envDetector] }))
    .merge(resourceFromAttributes({ [ATTR_SERVICE_NAME]: service }));
}
