// The engine's hash of a value (`wasm/src/diff/hash.rs`), so that a case can say what was last in step instead of its hash.
const MASK = (1n << 64n) - 1n;
const turn = (x, by) => ((x << by) | (x >> (64n - by))) & MASK;

/** SipHash-1-3 with the key 0. */
function sip(bytes) {
	let [a, b, c, d] = [0x736f6d6570736575n, 0x646f72616e646f6dn, 0x6c7967656e657261n, 0x7465646279746573n];
	const round = () => {
		a = (a + b) & MASK;
		b = turn(b, 13n) ^ a;
		a = turn(a, 32n);
		c = (c + d) & MASK;
		d = turn(d, 16n) ^ c;
		a = (a + d) & MASK;
		d = turn(d, 21n) ^ a;
		c = (c + b) & MASK;
		b = turn(b, 17n) ^ c;
		c = turn(c, 32n);
	};
	const whole = bytes.length - (bytes.length % 8);
	const take = (word) => {
		d ^= word;
		round();
		a ^= word;
	};
	for (let at = 0; at < whole; at += 8) take(bytes.readBigUInt64LE(at));
	const last = Buffer.alloc(8);
	bytes.copy(last, 0, whole);
	last[7] = bytes.length & 255;
	take(last.readBigUInt64LE());
	c ^= 255n;
	for (let i = 0; i < 3; i++) round();
	return a ^ b ^ c ^ d;
}

const length = (n) => {
	const bytes = Buffer.alloc(8);
	bytes.writeBigUInt64LE(BigInt(n));
	return bytes;
};
const text = (value) => [length(Buffer.byteLength(value)), Buffer.from(value)];

function parts(value) {
	if (value === null) return [Buffer.from('0')];
	if (typeof value === 'boolean') return [Buffer.from(value ? 't' : 'f')];
	if (typeof value === 'number') return [Buffer.from('n'), ...text(String(value))];
	if (typeof value === 'string') return [Buffer.from('s'), ...text(value)];
	if (Array.isArray(value)) return [Buffer.from('a'), length(value.length), ...value.flatMap(parts)];
	// The engine keeps maps by the order of their keys' bytes.
	const keys = Object.keys(value).sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
	return [Buffer.from('o'), length(keys.length), ...keys.flatMap((key) => [...text(key), ...parts(value[key])])];
}

export const hashOf = (value) => sip(Buffer.concat(parts(value))).toString(16).padStart(16, '0');
