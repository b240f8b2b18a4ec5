// Text for terminals: tables, and a line that is written over where that is possible.

const width = (text) => [...String(text)].length;
const clip = (text, most) => (width(text) > most ? `${[...String(text)].slice(0, most - 1).join('')}…` : String(text));

/** Columns as wide as their widest cell, at most `most`. */
export function table(head, rows, most = 44) {
	const cells = [head, ...rows].map((row) => row.map((cell) => clip(String(cell ?? '').replaceAll(/\s+/g, ' '), most)));
	const widths = head.map((_, column) => Math.max(...cells.map((row) => width(row[column]))));
	const line = (row) => `   ${row.map((cell, column) => cell + ' '.repeat(widths[column] - width(cell))).join('  ').trimEnd()}`;
	const rule = `   ${widths.map((n) => '─'.repeat(n)).join('  ')}`;
	return [line(cells[0]), rule, ...cells.slice(1).map(line)].join('\n');
}

/** Progress on one line of a terminal; elsewhere a line for each tenth. */
export class Progress {
	#last = -1;
	#open = false;

	constructor(stream = process.stdout) {
		this.stream = stream;
	}

	show(label, done, total) {
		const share = total ? Math.min(1, done / total) : null;
		const bar = share === null ? '' : `[${'█'.repeat(Math.round(share * 30)).padEnd(30, '·')}] `;
		const text = `   ${bar}${label} ${done}${total ? ` of ${total}` : ''}`;
		if (this.stream.isTTY) {
			this.stream.write(`\r\u001b[2K${text}`);
			this.#open = true;
			return;
		}
		const tenth = `${label} ${share === null ? done : Math.floor(share * 10)}`;
		if (tenth !== this.#last) this.stream.write(`${text}\n`);
		this.#last = tenth;
	}

	end() {
		if (this.#open) this.stream.write('\n');
		this.#open = false;
	}
}
