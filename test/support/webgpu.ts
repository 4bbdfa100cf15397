import { existsSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startWebGPU, type WebGPUEngine } from 'von-mises-fisher/tfjs/webgpu';
import { findChromium } from './chromium.ts';

const SWIFTSHADER = 'vk_swiftshader_icd.json';

/** The software Vulkan that comes with an installed Chromium, as the file its loader asks for. */
export function findSwiftShader(): string | undefined {
  const chromium = findChromium();
  return [...(chromium ? [dirname(realpathSync(chromium))] : []), '/usr/lib/chromium']
    .map((folder) => join(folder, SWIFTSHADER))
    .find((path) => existsSync(path));
}

/**
 * Starts the WebGPU engine for tests, nothing forwarded to the cpu; where it cannot, says why in one line. On
 * Linux it takes the drivers that VK_DRIVER_FILES names, or Chromium's SwiftShader, or whatever is installed.
 */
export async function startWebGPUForTests(): Promise<WebGPUEngine | string> {
  if (process.platform === 'linux') {
    const driver = process.env.VK_DRIVER_FILES ?? findSwiftShader();
    if (driver) process.env.VK_DRIVER_FILES = driver;
    process.env.XDG_RUNTIME_DIR ??= tmpdir();
  }
  try {
    return await startWebGPU({ forwardToCpu: false });
  } catch (error) {
    return `webgpu: not run here: ${(error as Error).message}`;
  }
}
