// Lets at most `count` pieces of work run at once; the others wait their turn.
export function slots(count) {
	let free = count;
	const waiting = [];
	return async (work) => {
		if (free > 0) free--;
		else await new Promise((turn) => waiting.push(turn));
		try {
			return await work();
		} finally {
			const next = waiting.shift();
			if (next) next();
			else free++;
		}
	};
}
