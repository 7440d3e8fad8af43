import { z } from 'zod';
import { printConfig } from '../config/print-config.ts';
import { readConfig } from '../config/read-config.ts';
import { checkPorts, portsIn } from './check-ports.ts';
import { openOtlpMetrics } from '../otlp-metrics/open-otlp-metrics.ts';
import { tracesVariables } from '../traces/traces.ts';
import { type Running, runProcess } from './run-process.ts';

/**
 * Runs a part of the system as a process of its own, configured by its environment. With `--print-config` it says what is
 * in force instead, and ends.
 *
 * @param name of the part, for logs.
 * @param variables that it reads; see read-config.ts.
 */
export async function runPart<Variables extends z.ZodRawShape>(
  name: string,
  variables: z.ZodObject<Variables>,
  start: (config: z.infer<z.ZodObject<Variables>>) => Promise<Running>,
): Promise<void> {
  await runProcess(name, async () => {
    const config = readConfig(variables);
    if (process.argv.includes(PRINT_CONFIG)) {
      console.log(printConfig(variables, config));
      process.exit();
    }
    await checkPorts(listening.parse(config).HOST, portsIn(config));
    const exporting = await openOtlpMetrics(name.replaceAll(' ', '-'), telemetry.parse(config));
    const { stop } = await start(config);
    return {
      async stop() {
        await stop();
        await exporting.stop();
      },
    };
  });
}

const PRINT_CONFIG = '--print-config';

const telemetry = z.object(tracesVariables);

/** What every part reads. */
const listening = z.object({ HOST: z.string() });
