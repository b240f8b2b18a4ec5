// Frames as docs/wire.md describes them, from the host's side.

/** @returns {Buffer} */
export function encode(message, blob = Buffer.alloc(0)) {
	const json = Buffer.from(JSON.stringify(message));
	const head = Buffer.alloc(8);
	head.writeUInt32LE(json.length, 0);
	head.writeUInt32LE(blob.length, 4);
	return Buffer.concat([head, json, blob]);
}

/** @returns {{message:any, blob:Buffer}} */
export function decode(frame) {
	const json = frame.readUInt32LE(0);
	return { message: JSON.parse(frame.subarray(8, 8 + json).toString()), blob: frame.subarray(8 + json) };
}

/** Cuts a stream into frames. */
export class FrameReader {
	#held = Buffer.alloc(0);
	#waiting = [];
	#frames = [];
	#failure = null;

	constructor(stream) {
		stream.on('data', (chunk) => this.#take(chunk));
		stream.on('end', () => this.fail(new Error('the host ended without an answer')));
	}

	next() {
		if (this.#frames.length) return Promise.resolve(this.#frames.shift());
		if (this.#failure) return Promise.reject(this.#failure);
		return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
	}

	fail(error) {
		this.#failure ??= error;
		for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
	}

	#take(chunk) {
		this.#held = this.#held.length ? Buffer.concat([this.#held, chunk]) : chunk;
		while (this.#held.length >= 8) {
			const size = 8 + this.#held.readUInt32LE(0) + this.#held.readUInt32LE(4);
			if (this.#held.length < size) return;
			const frame = Buffer.from(this.#held.subarray(0, size));
			this.#held = this.#held.subarray(size);
			const first = this.#waiting.shift();
			if (first) first.resolve(frame);
			else this.#frames.push(frame);
		}
	}
}
