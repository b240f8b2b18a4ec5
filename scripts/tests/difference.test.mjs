import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstDifference } from '../lib/difference.mjs';

test('the first difference is named with its path', () => {
	assert.equal(firstDifference({ a: [{ b: '9.90' }] }, { a: [{ b: '9.9' }] }), 'a[0].b: expected "9.90", got "9.9"');
});

test('absent, null, empty and zero are four things', () => {
	const four = [{}, { x: null }, { x: '' }, { x: 0 }];
	for (const a of four) for (const b of four) assert.equal(firstDifference(a, b) === null, a === b);
});

test('equal values have none, an object is not a list', () => {
	assert.equal(firstDifference({ a: [1, 2] }, { a: [1, 2] }), null);
	assert.ok(firstDifference({ a: {} }, { a: [] }));
});
