// Translation calls and notes to translators of the admin app, in the form of php-strings.php.
import { readFileSync } from 'node:fs';
import ts from 'typescript';

const CALLS = ['__', '_x', '_n', '_nx'];

/** @param {string[]} files */
export function scriptStrings(files) {
	const found = { calls: [], comments: [] };
	for (const file of files) {
		const text = readFileSync(file, 'utf8');
		const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
		const line = (at) => source.getLineAndCharacterOfPosition(at).line + 1;
		for (const note of text.matchAll(/\/\*\s*(translators:.*?)\s*\*\/|\/\/\s*(translators:.*)/gs)) found.comments.push({ file, line: line(note.index + note[0].length), text: note[1] ?? note[2] });
		const visit = (node) => {
			if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && CALLS.includes(node.expression.text)) {
				found.calls.push({ file, line: line(node.getStart()), call: node.expression.text, arguments: node.arguments.map((one) => (ts.isStringLiteralLike(one) ? one.text : null)) });
			}
			ts.forEachChild(node, visit);
		};
		visit(source);
	}
	return found;
}
