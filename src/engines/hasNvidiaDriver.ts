import { existsSync } from 'node:fs';

/** Where NVIDIA's driver shows, on the machine itself, in containers and in WSL. */
const NVIDIA_SIGNS = ['/dev/nvidiactl', '/dev/nvidia0', '/proc/driver/nvidia/version', '/dev/dxg'];

/** Whether a driver of NVIDIA is there to be seen. */
export const hasNvidiaDriver = (): boolean => NVIDIA_SIGNS.some((sign) => existsSync(sign));
