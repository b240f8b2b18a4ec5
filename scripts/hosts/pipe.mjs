// A host that is a program: frames go in on its standard input and come out on its standard output.
import { spawn } from 'node:child_process';
import { FrameReader } from '../lib/frames.mjs';

export function pipeHost(command, args, { cwd, env } = {}) {
	const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
	const reader = new FrameReader(child.stdout);
	let said = '';
	child.stderr.on('data', (chunk) => { said = (said + chunk).slice(-2000); });
	child.stdin.on('error', () => {});
	const closed = new Promise((done) => {
		child.on('error', (error) => { reader.fail(error); done(); });
		child.on('close', (code) => { reader.fail(new Error(`${command} ended with ${code}: ${said.trim().split('\n').at(-1)}`)); done(); });
	});
	return {
		exchange(frame) {
			child.stdin.write(frame);
			return reader.next();
		},
		async close() {
			child.stdin.end();
			await closed;
		},
	};
}
