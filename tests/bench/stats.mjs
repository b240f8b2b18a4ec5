// Repeats and their middle. One core for everything that is measured: across cores, wake-ups would be measured too.
export const PIN = ['taskset', '-c', '0'];

export function median(values) {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted.length % 2 ? sorted[(sorted.length - 1) / 2] : (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
}

export const summary = (values) => ({ median: median(values), least: Math.min(...values), most: Math.max(...values), n: values.length });

export async function repeat(times, work) {
	const values = [];
	for (let i = 0; i < times; i++) values.push(await work(i));
	return values;
}
