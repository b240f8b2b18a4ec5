// Unpacks a zip with PHP's own extension: PHP is needed anyway, `unzip` is not on every machine.
import { provide } from './debian.mjs';
import { run } from './processes.mjs';

export async function unzip(archive, folder) {
	await provide('php');
	const script = '$z = new ZipArchive; exit( true === $z->open( $argv[1] ) && $z->extractTo( $argv[2] ) ? 0 : 1 );';
	const { code, output } = await run('php', ['-r', script, '--', archive, folder]);
	if (code) throw new Error(`${archive} is not a usable zip ${output.trim()}`);
}
