import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { FrameReader, decode, encode } from '../lib/frames.mjs';

test('a frame is two lengths, JSON and blob', () => {
	const frame = encode({ a: 'é' }, Buffer.from([1, 2]));
	assert.deepEqual([...frame.subarray(0, 8)], [10, 0, 0, 0, 2, 0, 0, 0]);
	assert.deepEqual(decode(frame).message, { a: 'é' });
	assert.deepEqual([...decode(frame).blob], [1, 2]);
});

test('frames are cut out of any chunks', async () => {
	const stream = new PassThrough();
	const reader = new FrameReader(stream);
	const bytes = Buffer.concat([encode({ n: 1 }), encode({ n: 2 }, Buffer.from('xyz'))]);
	for (const byte of bytes) stream.write(Buffer.from([byte]));
	assert.equal(decode(await reader.next()).message.n, 1);
	assert.equal(decode(await reader.next()).blob.toString(), 'xyz');
});

test('a stream that ends early is an error, not an endless wait', async () => {
	const stream = new PassThrough();
	const reader = new FrameReader(stream);
	stream.end(encode({ n: 1 }).subarray(0, 9));
	await assert.rejects(reader.next(), /ended without an answer/);
});
