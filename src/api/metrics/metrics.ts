import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { AppContext } from '../../services/context.ts';
import { EndedTasks, type Gauges, readGauges } from '../../services/system/read-gauges.ts';

/** Seconds: from a cached answer to a task of hours. */
const TASK_BUCKETS = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 14_400];
const HTTP_BUCKETS = [0.001, 0.005, 0.025, 0.1, 0.5, 2, 10, 30];

export type Metrics = {
  contentType: string;
  /** `route` is the pattern of the address, never the address itself. */
  countRequest(request: { method: string; route: string; status: number; seconds: number }): void;
  /** Everything, in Prometheus's text format. */
  print(): Promise<string>;
};

/** The metrics of one web process; what concerns the installation is read from the database when they are asked for. */
export function openMetrics(app: AppContext): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'mouthpiece_http_requests_total',
    help: 'Answers of the API, by route and status',
    labelNames: ['method', 'route', 'status'],
    registers,
  });
  const seconds = new Histogram({
    name: 'mouthpiece_http_request_seconds',
    help: 'Time until an answer of the API begins',
    labelNames: ['route'],
    buckets: HTTP_BUCKETS,
    registers,
  });
  const observeTasks = taskHistograms(app, registers);
  const setGauges = installationGauges(registers);
  let refreshed = Promise.resolve();
  const refresh = async () => {
    setGauges(await readGauges(app));
    await observeTasks();
  };
  return {
    contentType: registry.contentType,
    countRequest({ method, route, status, seconds: took }) {
      requests.inc({ method, route, status });
      seconds.observe({ route }, took);
    },
    async print() {
      refreshed = refreshed.catch(() => {}).then(refresh);
      await refreshed;
      return registry.metrics();
    },
  };
}

function taskHistograms(app: AppContext, registers: Registry[]): () => Promise<void> {
  const ended = new EndedTasks(app);
  const labelNames = ['type', 'status'];
  const histogram = (name: string, help: string) =>
    new Histogram({ name, help, labelNames, buckets: TASK_BUCKETS, registers });
  const wait = histogram('mouthpiece_task_wait_seconds', 'From a task’s creation to its start');
  const work = histogram('mouthpiece_task_work_seconds', 'From a task’s start to its end');
  return async () => {
    for (const { type, status, waitS, workS } of await ended.next()) {
      if (waitS !== null) wait.observe({ type, status }, waitS);
      if (workS !== null) work.observe({ type, status }, workS);
    }
  };
}

function installationGauges(registers: Registry[]): (gauges: Gauges) => void {
  const gauge = <L extends string>(name: string, help: string, labelNames: L[] = []) =>
    new Gauge<L>({ name: `mouthpiece_${name}`, help, labelNames, registers });
  const tasks = gauge('tasks', 'Tasks that there are, by status', ['status']);
  const depth = gauge('queue_depth', 'Tasks that wait');
  const oldest = gauge('queue_oldest_seconds', 'How long the oldest of them has waited');
  const workers = gauge('workers', 'Workers, by what they do', ['state']);
  const slots = gauge('slots', 'Tasks that the live workers can run at once');
  const busy = gauge('slots_busy', 'Tasks that they run');
  const messages = gauge('messages_waiting', 'Callbacks and webhooks that are to be sent');
  const late = gauge('messages_late_seconds', 'How long the oldest of them has been due');
  const free = gauge('disk_free_bytes', 'Free space where files are stored');
  const floor = gauge('disk_floor_bytes', 'New work is refused below this');
  return (read) => {
    for (const [status, count] of Object.entries(read.tasks)) tasks.set({ status }, count);
    for (const [state, count] of Object.entries(read.workers)) workers.set({ state }, count);
    depth.set(read.tasks.pending);
    oldest.set(read.oldestWaitS);
    slots.set(read.slots);
    busy.set(read.slotsBusy);
    messages.set(read.messagesWaiting);
    late.set(read.messagesLateS);
    free.set(read.diskFreeBytes);
    floor.set(read.diskFloorBytes);
  };
}
