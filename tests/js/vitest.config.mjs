import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const here = dirname( fileURLToPath( import.meta.url ) );

export default defineConfig( {
	root: join( here, '../..' ),
	// The same JSX as the build: classic, with React from outside.
	esbuild: { jsx: 'transform', jsxInject: "import React from 'react'" },
	test: {
		include: [ 'tests/js/**/*.test.{ts,tsx}' ],
		environment: 'happy-dom',
		setupFiles: [ join( here, 'admin/support/setup.ts' ) ],
		restoreMocks: true,
	},
} );
