import { describe } from '../special/arrays.ts';
import { VonMisesFisher } from '../VonMisesFisher.ts';

/** Throws unless components are one or more distributions of the same dimension. */
export function requireComponents(caller: string, components: readonly VonMisesFisher[]): void {
  if (!Array.isArray(components)) {
    throw new TypeError(`${caller}: components must be an array, got ${describe(components)}`);
  }
  if (components.length === 0) throw new RangeError(`${caller}: components must not be empty, got none`);
  components.forEach((component, k) => {
    if (!(component instanceof VonMisesFisher)) {
      throw new TypeError(`${caller}: components[${k}] must be a VonMisesFisher, got ${describe(component)}`);
    }
    if (component.p !== components[0].p) {
      throw new RangeError(
        `${caller}: components[${k}] must have dimension ${components[0].p}, got ${component.p}`,
      );
    }
  });
}
