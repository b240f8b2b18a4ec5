// UnoPim's own REST API as an integration uses it: to look at the catalogue and to change it under a test's hands.

export class UnoPimApi {
	#token = null;

	constructor(credentials) {
		this.credentials = credentials;
	}

	async call(method, path, body) {
		const { url } = this.credentials;
		this.#token ??= await this.#signIn();
		const answer = await fetch(`${url}/api/v1/rest/${path}`, {
			method,
			headers: { accept: 'application/json', authorization: `Bearer ${this.#token}`, ...(body && { 'content-type': 'application/json' }) },
			body: body && JSON.stringify(body),
		});
		const text = await answer.text();
		if (!answer.ok) throw new Error(`UnoPim answered ${method} ${path} with ${answer.status}: ${text.slice(0, 300)}`);
		return JSON.parse(text);
	}

	async #signIn() {
		const { url, client_id, client_secret, username, password } = this.credentials;
		const answer = await fetch(`${url}/oauth/token`, {
			method: 'POST',
			headers: { accept: 'application/json', 'content-type': 'application/json' },
			body: JSON.stringify({ grant_type: 'password', client_id, client_secret, username, password }),
		});
		if (!answer.ok) throw new Error(`UnoPim refused the sign-in with ${answer.status}: ${await answer.text()}`);
		return (await answer.json()).access_token;
	}

	/** All rows of a list, page by page. */
	async list(path) {
		const rows = [];
		for (let page = 1; ; page++) {
			const { data, last_page: last } = await this.call('GET', `${path}?limit=100&page=${page}`);
			rows.push(...data);
			if (!data.length || page >= (last ?? 1)) return rows;
		}
	}

	product(sku) {
		return this.call('GET', `products/${encodeURIComponent(sku)}`);
	}

	/** Changes some values of a product and leaves the others. */
	patchProduct(sku, values) {
		return this.call('PATCH', `products/${encodeURIComponent(sku)}`, { values });
	}
}
