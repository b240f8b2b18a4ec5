// How large the engine's modules for browsers may be, compressed as they are shipped.
import { readFileSync } from 'node:fs';
import { decompress } from 'fzstd';
import path from 'node:path';
import { PARTS } from './parts.mjs';
import { root } from './places.mjs';

/** In kilobytes, for each part: what the architecture asks for. */
export const AIM = 350;

/** In kilobytes: what has been reached, with a little room. Lower it, never raise it. */
export const MOST = { screens: 288, pull: 318, push: 350 };

const read = (name) => readFileSync(path.join(root, 'admin-app/pkg', name));

/** @returns {Array<[string, number]>} each part's kilobytes, of a thousand bytes */
export const moduleSizes = () => PARTS.map((part) => [part, Math.ceil(read(`${part}_bg.wasm.zst`).length / 1000)]);

/** The parts whose compressed module is not the plain one, as the worker unpacks it. */
export const differing = () => PARTS.filter((part) => !read(`${part}_bg.wasm`).equals(decompress(read(`${part}_bg.wasm.zst`))));
