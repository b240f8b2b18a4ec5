// A signed-in WordPress user over HTTP: cookies and the REST nonce, as a browser has them.

export class WpClient {
	#cookies = new Map();
	#nonce = null;

	constructor(url) {
		this.url = url;
	}

	static async signIn(url, { user, password }) {
		const client = new WpClient(url);
		await client.fetch('/wp-login.php');
		const body = new URLSearchParams({ log: user, pwd: password, testcookie: '1', 'wp-submit': 'Log In' });
		const answer = await client.fetch('/wp-login.php', { method: 'POST', body });
		if (answer.status !== 302) throw new Error(`signing in as ${user} at ${url} was refused (${answer.status})`);
		client.#nonce = (await (await client.fetch('/wp-admin/admin-ajax.php?action=rest-nonce')).text()).trim();
		return client;
	}

	get nonce() {
		return this.#nonce;
	}

	/** Names and values of what makes the session. */
	get cookies() {
		return [...this.#cookies];
	}

	async fetch(path, { headers = {}, ...options } = {}) {
		const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
		const answer = await fetch(new URL(path, this.url), { redirect: 'manual', ...options, headers: { ...headers, ...(cookie && { cookie }) } });
		for (const line of answer.headers.getSetCookie()) {
			const [name, ...value] = line.split(';', 1)[0].split('=');
			this.#cookies.set(name.trim(), value.join('='));
		}
		return answer;
	}

	/** The raw answer of a REST route. `nonce: null` leaves the nonce out. */
	rest(method, route, { body, nonce = this.#nonce } = {}) {
		const headers = { accept: 'application/json', ...(nonce && { 'x-wp-nonce': nonce }), ...(body !== undefined && { 'content-type': 'application/json' }) };
		return this.fetch(`/wp-json/${route}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
	}

	/** The decoded answer of a REST route; a refusal is thrown with its message and remedy. */
	async json(method, route, body) {
		const answer = await this.rest(method, route, { body });
		const text = await answer.text();
		let value;
		try {
			value = JSON.parse(text);
		} catch {
			throw new Error(`${method} ${route} answered ${answer.status} and no JSON: ${text.slice(0, 300)}`);
		}
		if (!answer.ok) {
			const problem = value.data?.message ? value.data : value;
			throw new Error(`${method} ${route} answered ${answer.status} ${value.code ?? ''}: ${[problem.message, problem.next_step ?? value.data?.next_step].filter(Boolean).join(' ')}`);
		}
		return value;
	}
}
