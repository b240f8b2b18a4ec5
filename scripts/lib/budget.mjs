// How large the engine's modules for browsers may be, compressed as every web server can do it.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { PARTS } from './parts.mjs';
import { root } from './places.mjs';

/** In kilobytes, for each part: what the architecture asks for. */
export const BUDGET = 350;

/** @returns {Array<[string, number]>} each part's kilobytes, of a thousand bytes */
export const moduleSizes = () => PARTS.map((part) => [part, Math.ceil(gzipSync(readFileSync(path.join(root, `admin-app/pkg/${part}_bg.wasm`)), { level: 9 }).length / 1000)]);
