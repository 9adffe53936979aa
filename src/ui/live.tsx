'use client';

import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { useTRPC, useTRPCClient } from './api.tsx';
import { createLiveCache } from './live-cache.ts';
import { problemCode } from './problem-code.ts';
import { useSlow } from './use-slow.ts';

/** `slow`: the stream has been opening for a while. `offline`: the server can't be reached, and is tried again. */
export type LiveState = 'online' | 'slow' | 'offline';
type Live = {
  state: LiveState;
  /** Changes come by themselves; while false, pages poll what they show. */
  streaming: boolean;
};

const LiveContext = createContext<Live>({ state: 'online', streaming: false });

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 15_000;

export function useLive(): Live {
  return use(LiveContext);
}

/** The one stream of this tab: it keeps the caches of tasks and assets as the server has them. */
export function LiveProvider(props: { children: ReactNode }) {
  const queryClient = useQueryClient();
  const api = useTRPC();
  const client = useTRPCClient();
  const [link, setLink] = useState<'opening' | 'open' | 'lost'>('opening');
  useEffect(() => {
    const hear = createLiveCache(queryClient, api);
    return keepOpen({
      open: (lastEventId, listener) =>
        client.events.watch.subscribe(lastEventId ? { lastEventId } : {}, {
          onStarted: listener.onOpen,
          onData: ({ id, data }) => {
            listener.onPlace(id);
            hear(data);
          },
          onConnectionStateChange: ({ state, error }) => {
            if (state === 'connecting' && error) setLink('lost');
          },
          onError: listener.onEnd,
          onComplete: listener.onEnd,
        }),
      isWorthIt: () =>
        client.tasks.list.query({ limit: 1 }).then(
          () => true,
          (error) => problemCode(error) !== 'unauthorized' && problemCode(error) !== 'forbidden',
        ),
      onLink: setLink,
    });
  }, [queryClient, api, client]);
  const slow = useSlow(link === 'opening');
  const overdue = useSlow(link === 'lost');
  const value = useMemo<Live>(() => {
    const state = overdue ? 'offline' : slow ? 'slow' : 'online';
    return { state, streaming: link === 'open' };
  }, [link, slow, overdue]);
  return <LiveContext value={value}>{props.children}</LiveContext>;
}

type Listener = { onOpen: () => void; onPlace: (id: string) => void; onEnd: () => void };
type Stream = {
  open: (lastEventId: string | null, listener: Listener) => { unsubscribe: () => void };
  /** False where trying again is in vain until the page is loaded again. */
  isWorthIt: () => Promise<boolean>;
  onLink: (link: 'open' | 'lost') => void;
};

/** Opens the stream, goes on where it broke, and tries again ever more slowly where it can't be opened. */
function keepOpen(stream: Stream): () => void {
  let place: string | null = null;
  let wait = FIRST_RETRY_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let current: { unsubscribe: () => void } | undefined;
  let stopped = false;
  const retry = async () => {
    if (stopped || !(await stream.isWorthIt()) || stopped) return;
    open();
  };
  const open = () => {
    current = stream.open(place, {
      onOpen: () => {
        wait = FIRST_RETRY_MS;
        stream.onLink('open');
      },
      onPlace: (id) => {
        place = id;
        stream.onLink('open');
      },
      onEnd: () => {
        if (stopped) return;
        stream.onLink('lost');
        timer = setTimeout(() => void retry(), wait * (0.75 + Math.random() / 2));
        wait = Math.min(LAST_RETRY_MS, wait * 2);
      },
    });
  };
  open();
  return () => {
    stopped = true;
    clearTimeout(timer);
    current?.unsubscribe();
  };
}
