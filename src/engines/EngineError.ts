/** What keeps an engine from being had, and what to install or change; shown as its message alone. */
export class EngineError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'EngineError';
  }
}
