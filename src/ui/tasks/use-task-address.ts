'use client';

import { useState } from 'react';
import { useAddress } from '../use-address.ts';
import { TASK_ADDRESS } from './task-filter.ts';

export function useTaskAddress() {
  const address = useAddress(TASK_ADDRESS);
  const { opened } = address;
  const [linked] = useState(opened);
  /** Whether the opened task was named by the address that this page began with. */
  return { ...address, isLinked: opened !== null && opened === linked };
}
