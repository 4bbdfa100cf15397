/** Asks a run to stop: `requested` is looked at after every step. */
export interface StopSignal {
  requested: boolean;
}

/** npm and the terminal both pass Ctrl-C on, so that one stroke can arrive twice. */
const ONE_STROKE_MILLISECONDS = 1000;

/** A signal that Ctrl-C or SIGTERM sets, saying `message`; a second Ctrl-C ends the process at once, status 130. */
export function stopOnInterrupt(message: string): StopSignal {
  const stop: StopSignal = { requested: false };
  let first = 0;
  const interrupt = () => {
    const now = performance.now();
    if (!stop.requested) {
      stop.requested = true;
      first = now;
      console.log(`\n${message}`);
    } else if (now - first > ONE_STROKE_MILLISECONDS) process.exit(130);
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return stop;
}
