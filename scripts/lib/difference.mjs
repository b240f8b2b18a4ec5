// Where two JSON values differ first: `operations[3].fields[0].new: expected "9.90", got "9.9"`; null where they are equal.
const short = (value) => {
	const text = JSON.stringify(value) ?? 'nothing';
	return text.length > 120 ? `${text.slice(0, 117)}…` : text;
};
const isObject = (value) => typeof value === 'object' && value !== null;

export function firstDifference(expected, actual, path = '') {
	if (isObject(expected) && isObject(actual) && Array.isArray(expected) === Array.isArray(actual)) {
		for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
			const below = Array.isArray(expected) ? `${path}[${key}]` : path ? `${path}.${key}` : key;
			const found = firstDifference(expected[key], actual[key], below);
			if (found) return found;
		}
		return null;
	}
	return Object.is(expected, actual) ? null : `${path || 'value'}: expected ${short(expected)}, got ${short(actual)}`;
}
