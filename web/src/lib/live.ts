import { useEffect, useRef, useSyncExternalStore } from 'react';
import { queryClient } from './query';
import { renewSession } from './client';
import { announceSessionEnd, announceUnfinished } from './session';

/** A hint from the server: this record has this revision now. The record itself is fetched. */
export interface LiveEvent {
  position: string;
  topic: string;
  event: string;
  entity: string;
  entityId: string;
  revision: number;
  actorId: string | null;
}

/** Whether the system has added something up anew: the record is another, its revision is not. */
export function isTotal(event: LiveEvent): boolean {
  return event.event.endsWith('.totalled');
}

type Message =
  | ({ type: 'event' } & LiveEvent)
  | { type: 'subscribed'; topics: string[]; position: string }
  | { type: 'reset'; position: string }
  | { type: 'denied'; topics: string[] }
  | { type: 'pong' }
  | { type: 'bye'; reason: 'restart' | 'signed_out' | 'unfinished' };

export type LiveState = 'off' | 'connecting' | 'open' | 'waiting';
type Listener = (events: LiveEvent[]) => void;

const BATCH_MS = 60;
const PULSE_MS = 20_000;
/** A new topic is asked for from this long ago, so that nothing falls between a page's fetch and its subscription. */
const OVERLAP_MS = 30_000;
const BACKOFF_MS = [300, 800, 2000, 5000, 10_000, 20_000];

/** One WebSocket per window: topics counted by their listeners, resumed from the last position, events merged and handed out in batches. */
export class LiveConnection {
  private socket: WebSocket | null = null;
  private organization: string | null = null;
  private listeners = new Map<string, Set<Listener>>();
  private positions: { at: number; position: string }[] = [];
  private queue: LiveEvent[] = [];
  private flushTimer = 0;
  private retryTimer = 0;
  private attempts = 0;
  private beat = 0;
  private heardAt = 0;
  private state: LiveState = 'off';
  private stateListeners = new Set<() => void>();

  readonly getState = (): LiveState => this.state;

  readonly onState = (listener: () => void): (() => void) => {
    this.stateListeners.add(listener);
    return () => this.stateListeners.delete(listener);
  };

  private setState(state: LiveState): void {
    this.state = state;
    for (const listener of this.stateListeners) listener();
  }

  connect(organization: string): void {
    if (this.organization === organization) return;
    this.disconnect();
    this.organization = organization;
    this.positions = [];
    this.open();
  }

  disconnect(): void {
    this.organization = null;
    window.clearTimeout(this.retryTimer);
    window.clearInterval(this.beat);
    this.socket?.close();
    this.socket = null;
    this.setState('off');
  }

  /** Tries at once: the network is back, or the window is looked at again. */
  readonly wake = (): void => {
    if (this.state !== 'waiting') return;
    window.clearTimeout(this.retryTimer);
    this.open();
  };

  listen(topic: string, listener: Listener): () => void {
    const mine = this.listeners.get(topic) ?? new Set();
    const isNew = mine.size === 0;
    mine.add(listener);
    this.listeners.set(topic, mine);
    if (isNew) this.send({ type: 'subscribe', topics: [topic], ...this.after(this.positionAt(Date.now() - OVERLAP_MS)) });
    return () => {
      mine.delete(listener);
      if (mine.size > 0) return;
      this.listeners.delete(topic);
      this.send({ type: 'unsubscribe', topics: [topic] });
    };
  }

  private after(position: string | undefined): { after?: string } {
    return position === undefined ? {} : { after: position };
  }

  private positionAt(time: number): string | undefined {
    return (this.positions.findLast((mark) => mark.at <= time) ?? this.positions[0])?.position;
  }

  private send(message: unknown): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  private open(): void {
    if (!this.organization) return;
    this.setState('connecting');
    const url = new URL('/api/live', window.location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    url.searchParams.set('organizationId', this.organization);
    const socket = new WebSocket(url);
    this.socket = socket;
    socket.addEventListener('open', () => {
      const topics = [...this.listeners.keys()];
      this.setState('open');
      this.heardAt = Date.now();
      this.beat = window.setInterval(() => this.checkPulse(socket), PULSE_MS);
      if (topics.length > 0) this.send({ type: 'subscribe', topics, ...this.after(this.positions.at(-1)?.position) });
    });
    socket.addEventListener('message', (message) => {
      this.heardAt = Date.now();
      this.receive(JSON.parse(String(message.data)) as Message);
    });
    socket.addEventListener('close', (event) => {
      if (this.socket !== socket) return;
      window.clearInterval(this.beat);
      this.socket = null;
      this.retry(event.code);
    });
  }

  private retry(code: number): void {
    if (!this.organization) return;
    this.setState('waiting');
    const wait = (BACKOFF_MS[Math.min(this.attempts, BACKOFF_MS.length - 1)] ?? 0) * (0.6 + Math.random() * 0.8);
    this.attempts += 1;
    this.retryTimer = window.setTimeout(() => {
      // 1008: the session has run out. Renewed once; if that is refused, the next request says so.
      void (code === 1008 ? renewSession().catch(() => false) : Promise.resolve(true)).then(() => this.open());
    }, wait);
  }

  /** A connection that died without a word (a laptop that slept) is noticed by its silence. */
  private checkPulse(socket: WebSocket): void {
    if (Date.now() - this.heardAt > 2.5 * PULSE_MS) socket.close();
    else this.send({ type: 'ping' });
  }

  private mark(position: string): void {
    this.positions.push({ at: Date.now(), position });
    const horizon = Date.now() - 2 * OVERLAP_MS;
    while (this.positions.length > 2 && (this.positions[1]?.at ?? horizon) < horizon) this.positions.shift();
  }

  private receive(message: Message): void {
    if (message.type === 'event') {
      this.mark(message.position);
      this.queue.push(message);
      this.flushTimer ||= window.setTimeout(() => this.flush(), BATCH_MS);
    } else if (message.type === 'subscribed') {
      const first = this.positions.length === 0;
      this.attempts = 0;
      this.mark(message.position);
      if (first) refetchOlderThanNow();
    } else if (message.type === 'reset') {
      this.positions = [];
      this.mark(message.position);
      void queryClient.invalidateQueries();
    } else if (message.type === 'bye' && message.reason === 'signed_out') {
      this.disconnect();
      announceSessionEnd();
    } else if (message.type === 'bye' && message.reason === 'unfinished') {
      this.disconnect();
      announceUnfinished();
    } else if (message.type === 'bye') {
      this.attempts = 0;
    }
  }

  private flush(): void {
    this.flushTimer = 0;
    const byTopic = new Map<string, Map<string, LiveEvent>>();
    for (const event of this.queue) {
      const events = byTopic.get(event.topic) ?? new Map<string, LiveEvent>();
      const known = events.get(event.entityId);
      if (!known || known.revision <= event.revision) events.set(event.entityId, event);
      byTopic.set(event.topic, events);
    }
    this.queue = [];
    for (const [topic, events] of byTopic) {
      for (const listener of this.listeners.get(topic) ?? []) listener([...events.values()]);
    }
  }
}

/** What was fetched before the first subscription may have missed an event. */
function refetchOlderThanNow(): void {
  const now = Date.now();
  void queryClient.invalidateQueries({
    predicate: (query) => query.queryKey[1] !== 'me' && (query.state.fetchStatus === 'fetching' || query.state.dataUpdatedAt < now),
    refetchType: 'active',
  });
}

export const live = new LiveConnection();

export function useLiveState(): LiveState {
  return useSyncExternalStore(live.onState, live.getState);
}

/** Hears the events of a topic while mounted. */
export function useLive(topic: string | null, listener: Listener): void {
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => (topic ? live.listen(topic, (events) => latest.current(events)) : undefined), [topic]);
}
