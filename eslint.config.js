import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

export default tseslint.config(
	{ ignores: [ 'admin-app/pkg/**', 'php-bridge/build/**', 'node_modules/**', 'target/**' ] },
	...tseslint.configs.strict,
	{
		files: [ 'admin-app/**/*.{ts,tsx}', 'tests/js/**/*.{ts,tsx}' ],
		...jsxA11y.flatConfigs.recommended,
	},
	{
		files: [ 'admin-app/**/*.{ts,tsx}', 'tests/js/**/*.{ts,tsx}' ],
		plugins: { 'react-hooks': reactHooks },
		rules: {
			'react-hooks/rules-of-hooks': 'error',
			'react-hooks/exhaustive-deps': 'error',
			eqeqeq: [ 'error', 'always' ],
			'no-console': 'error',
			'max-lines': [ 'error', { max: 400 } ],
			'@typescript-eslint/consistent-type-imports': 'error',
		},
	},
	{
		// A test knows what it set up.
		files: [ 'tests/js/**/*.{ts,tsx}' ],
		rules: {
			'@typescript-eslint/no-non-null-assertion': 'off',
			'@typescript-eslint/no-extraneous-class': 'off',
			'@typescript-eslint/no-unused-vars': [ 'error', { argsIgnorePattern: '^_' } ],
		},
	}
);
