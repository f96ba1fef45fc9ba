/** Tells of changes of a state that is worked out, not kept. */
export interface StateChanges<State> {
  readonly now: State;
  /** Tells the listeners where the state is not what it was. */
  readonly check: () => void;
  /** Calls back on each change, until the returned function is called. */
  readonly listen: (listener: (state: State) => void) => () => void;
}

export function createStateChanges<State>(read: () => State): StateChanges<State> {
  const listeners = new Set<(state: State) => void>();
  let last = read();
  return {
    get now() {
      return read();
    },
    check() {
      const state = read();
      if (state === last) return;
      last = state;
      for (const listener of listeners) listener(state);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
