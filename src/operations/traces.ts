import type * as Api from '@opentelemetry/api';
import type * as Exporter from '@opentelemetry/exporter-trace-otlp-http';
import type * as Resources from '@opentelemetry/resources';
import type * as Sdk from '@opentelemetry/sdk-trace-base';
import { missingPackage } from '../words/fault-in-words.js';
import { version } from '../run/version.js';
import type { NightEnd, Observer, ObservedNight } from './observer.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** What makes spans of nights and schools: packages that only those need who collect them. */
interface Packages {
  readonly api: typeof Api;
  readonly exporter: typeof Exporter;
  readonly resources: typeof Resources;
  readonly sdk: typeof Sdk;
}

/** Where spans go, as OpenTelemetry's own variables say; null if they say nothing. */
export function tracesEndpoint(env: Environment): string | null {
  const own = env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? '';
  if (own !== '') return own;
  const base = env.OTEL_EXPORTER_OTLP_ENDPOINT ?? '';
  return base === '' ? null : `${base}${base.endsWith('/') ? '' : '/'}v1/traces`;
}

/**
 * Sends a span of each night, with one of each school in it, to where `OTEL_EXPORTER_OTLP_ENDPOINT` says.
 * @param complain is told, once, why they cannot be sent; the work goes on without
 * @returns null if no endpoint is set, or a package is missing
 */
export async function startTraces(env: Environment, complain: (words: string) => void): Promise<Observer | null> {
  const url = tracesEndpoint(env);
  if (url === null) return null;
  let packages: Packages;
  try {
    packages = await loadPackages();
  } catch (error) {
    complain(
      `OTEL_EXPORTER_OTLP_ENDPOINT is set, and no traces are sent: ${missingPackage(error) ?? 'a package'} is not installed. Install it (npm install), or unset the variable.`,
    );
    return null;
  }
  return tracesObserver(packages, { url, env, complain });
}

async function loadPackages(): Promise<Packages> {
  const [api, exporter, resources, sdk] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/sdk-trace-base'),
  ]);
  return { api, exporter, resources, sdk };
}

/** More schools than a night can have wait to be sent; the batches are sent while the night goes on. */
const mostWaiting = 100_000;
const sentWithin = 10_000;

interface TracesTerms {
  readonly url: string;
  readonly env: Environment;
  readonly complain: (words: string) => void;
}

function tracesObserver({ api, exporter, resources, sdk }: Packages, { url, env, complain }: TracesTerms): Observer {
  let hasComplained = false;
  const sender = new exporter.OTLPTraceExporter({ url, timeoutMillis: sentWithin });
  const noting = {
    export: (...[spans, done]: Parameters<typeof sender.export>) =>
      sender.export(spans, (result) => {
        // Nothing of the error: it may quote the endpoint, whose address may have a token.
        if (result.error !== undefined && !hasComplained) complain('Traces could not be sent to their endpoint.');
        hasComplained ||= result.error !== undefined;
        done(result);
      }),
    shutdown: () => sender.shutdown(),
    forceFlush: () => sender.forceFlush(),
  };
  const provider = new sdk.BasicTracerProvider({
    resource: resources.resourceFromAttributes({
      'service.name': env.OTEL_SERVICE_NAME ?? 'pullthrough',
      'service.version': version,
    }),
    spanProcessors: [
      new sdk.BatchSpanProcessor(noting, { maxQueueSize: mostWaiting, exportTimeoutMillis: sentWithin }),
    ],
  });
  const tracer = provider.getTracer('pullthrough', version);
  const nights = new Map<string | null, { readonly span: Api.Span; readonly context: Api.Context }>();
  const fail = (span: Api.Span): void => void span.setStatus({ code: api.SpanStatusCode.ERROR });
  return {
    began: ({ run }) => {
      const span = tracer.startSpan('night', { attributes: attributesOf({ run }) });
      nights.set(run, { span, context: api.trace.setSpan(api.ROOT_CONTEXT, span) });
    },
    school: ({ run }, { school, status }, milliseconds) => {
      const end = Date.now();
      const span = tracer.startSpan(
        'school',
        {
          startTime: end - milliseconds,
          attributes: {
            ...attributesOf({ run }),
            ...(school === null ? {} : { 'pullthrough.school': school }),
            'pullthrough.status': status,
          },
        },
        nights.get(run)?.context ?? api.ROOT_CONTEXT,
      );
      if (status === 'failed') fail(span);
      span.end(end);
    },
    ended: ({ run }, end) => {
      const night = nights.get(run);
      nights.delete(run);
      night?.span.setAttributes(countsOf(end));
      if (night !== undefined && !end.isWell) fail(night.span);
      night?.span.end();
    },
    close: async () => {
      for (const { span } of nights.values()) span.end();
      await provider.shutdown().catch(() => undefined);
    },
  };
}

function attributesOf({ run }: ObservedNight): Record<string, string> {
  return run === null ? {} : { 'pullthrough.run': run };
}

function countsOf({ schools, unseen }: NightEnd): Record<string, number> {
  const counts: Record<string, number> = { 'pullthrough.schools': schools.length, 'pullthrough.unseen': unseen.length };
  for (const { status } of schools) counts[`pullthrough.${status}`] = (counts[`pullthrough.${status}`] ?? 0) + 1;
  return counts;
}
