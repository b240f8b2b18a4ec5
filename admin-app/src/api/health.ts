import { request } from './request';

export type CheckState = 'good' | 'recommended' | 'critical';

export interface Check {
	id: string;
	label: string;
	state: CheckState;
	value: string;
	/** null: nothing is to be done. */
	next_step: string | null;
	detail: unknown;
}

export const fetchChecks = async () => ( await request.get< { checks: Check[] } >( '/health' ) ).checks;

/** The whole report as text, without secrets. */
export const fetchReport = async () => ( await request.get< { text: string } >( '/health/report' ) ).text;

/** `left`: what still differs afterwards. */
export const repair = ( check: string ) =>
	request.post< { left: { missing: number; different: number } } >( '/health/repair', { check } );
