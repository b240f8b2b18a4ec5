// A free port on the loopback interface, below those that the system gives to connections: it is still free when its server starts, however late that is.
import { createServer } from 'node:net';

const FIRST = 20_000;
const COUNT = 12_000;

const isFree = (port) =>
	new Promise((resolve) => {
		const server = createServer();
		server.on('error', () => resolve(false));
		server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
	});

export async function freePort() {
	for (;;) {
		const port = FIRST + Math.floor(Math.random() * COUNT);
		if (await isFree(port)) return port;
	}
}
