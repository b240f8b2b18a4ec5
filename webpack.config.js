import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import DependencyExtractionWebpackPlugin from '@wordpress/dependency-extraction-webpack-plugin';
import webpack from 'webpack';
import { PARTS } from './scripts/lib/parts.mjs';

const root = dirname( fileURLToPath( import.meta.url ) );
const pkg = join( root, 'admin-app/pkg' );
const out = join( root, 'php-bridge/build/admin' );

/** Names what the worker and its engine are made of, so that a browser never runs the one with the other's old copy. */
function engineBuild() {
	const modules = PARTS.flatMap( ( part ) => [ join( pkg, `${ part }.js` ), join( pkg, `${ part }_bg.wasm` ) ] );
	if ( ! modules.every( existsSync ) ) {
		throw new Error( 'admin-app/pkg is missing: run "node scripts/build-engine.mjs --only browser" first.' );
	}
	const sources = join( root, 'admin-app/src/engine' );
	const hash = createHash( 'sha256' );
	[
		...readdirSync( sources ).sort().map( ( name ) => join( sources, name ) ),
		...modules,
	].forEach( ( file ) => hash.update( readFileSync( file ) ) );
	return hash.digest( 'hex' ).slice( 0, 16 );
}

/** The engine's browser package is made by wasm-bindgen, not by webpack: it is copied as it is. */
class CopyEngine {
	apply( compiler ) {
		compiler.hooks.afterEmit.tap( 'CopyEngine', () => {
			mkdirSync( out, { recursive: true } );
			for ( const part of PARTS ) {
				copyFileSync( join( pkg, `${ part }_bg.wasm` ), join( out, `engine-${ part }.wasm` ) );
				// Not under its format's ending: hosts and plugin checks refuse what they take for an archive.
				copyFileSync( join( pkg, `${ part }_bg.wasm.zst` ), join( out, `engine-${ part }.wasmz` ) );
			}
		} );
	}
}

/** Fails the build when the scripts outgrow their budget: what counts is what travels, so bytes after gzip. Those named have their own. */
class ByteBudget {
	constructor( limit, own = {} ) {
		this.limits = { ...own, '': limit };
	}
	apply( compiler ) {
		compiler.hooks.afterEmit.tap( 'ByteBudget', ( compilation ) => {
			const bytes = {};
			compilation
				.getAssets()
				.map( ( { name } ) => name.split( '?' )[ 0 ] )
				.filter( ( name ) => name.endsWith( '.js' ) )
				.forEach( ( name ) => {
					const part = name in this.limits ? name : '';
					bytes[ part ] = ( bytes[ part ] ?? 0 ) + gzipSync( readFileSync( join( compilation.outputOptions.path, name ) ) ).length;
				} );
			Object.entries( this.limits )
				.filter( ( [ part, limit ] ) => bytes[ part ] > limit )
				.forEach( ( [ part, limit ] ) =>
					compilation.errors.push( new webpack.WebpackError( `${ part || 'scripts' }: ${ bytes[ part ] } bytes after gzip, the budget is ${ limit }` ) )
				);
		} );
	}
}

const shared = ( mode ) => ( {
	mode,
	context: join( root, 'admin-app' ),
	devtool: mode === 'development' ? 'source-map' : false,
	output: { path: out, filename: '[name].js', cssFilename: '[name].css' },
	resolve: {
		extensions: [ '.tsx', '.ts', '.js' ],
		alias: { '@unopim/engine': pkg, 'react/jsx-runtime$': join( root, 'admin-app/src/jsx-runtime.ts' ) },
	},
	performance: { hints: false },
} );

const typescript = {
	test: /\.tsx?$/,
	loader: 'esbuild-loader',
	options: { target: 'es2021', jsx: 'transform', tsconfigRaw: {} },
};

export default ( _env, { mode = 'production' } ) => [
	{
		...shared( mode ),
		name: 'admin',
		entry: { index: './src/index.tsx', product: './src/product/index.tsx' },
		// A screen's own file is asked for under its content's hash, so that no cache answers with another build's.
		output: {
			...shared( mode ).output,
			chunkFilename: '[name].js?ver=[contenthash:8]',
			cssChunkFilename: '[name].css?ver=[contenthash:8]',
			clean: { keep: /^(worker\.js|engine-\w+\.wasmz?)$/ },
		},
		experiments: { css: true },
		// A package stays in the file of the screen that needs it.
		optimization: { splitChunks: { cacheGroups: { defaultVendors: false } } },
		module: { rules: [ typescript, { test: /\.css$/, type: 'css/auto' }, { test: /dataviews[\\/]build-style/, loader: join( root, 'scripts/without-root.mjs' ) } ] },
		plugins: [
			// The classic JSX transform: the handle `react-jsx-runtime` is unknown to WordPress 6.5.
			new webpack.ProvidePlugin( { React: 'react' } ),
			new webpack.DefinePlugin( { ENGINE_BUILD: JSON.stringify( engineBuild() ) } ),
			new DependencyExtractionWebpackPlugin( {
				// The one has an alias above, the other is no script.
				requestToExternal: ( request ) => ( request === 'react/jsx-runtime' || request.endsWith( '.css' ) ? null : undefined ),
			} ),
			// WordPress has no script of DataViews: its package brings the components that it needs, for the one screen that shows it.
			new ByteBudget( 130 * 1024, { 'dataviews.js': 350 * 1024 } ),
		],
	},
	{
		...shared( mode ),
		name: 'worker',
		target: 'webworker',
		entry: { worker: './src/engine/worker.ts' },
		// The module's address comes in by message; wasm-bindgen's own guess would bake a path of the build machine in.
		module: { rules: [ typescript, { test: /[\\/]pkg[\\/]\w+\.js$/, parser: { url: false } } ] },
		plugins: [
			new webpack.DefinePlugin( { 'import.meta.url': 'self.location.href' } ),
			new CopyEngine(),
			new ByteBudget( 20 * 1024 ),
		],
	},
];
