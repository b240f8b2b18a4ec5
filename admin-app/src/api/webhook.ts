import { request } from './request';

/** GET /webhook/secret */
export interface Webhook {
	/** Where UnoPim sends its messages. */
	address: string;
	has_secret: boolean;
	made_at: string | null;
	last: { at: string; event: string; skus: number } | null;
}

export const fetchWebhook = () => request.get< Webhook >( '/webhook/secret' );

/** The only answer that holds the secret. */
export const renewWebhookSecret = () => request.post< Webhook & { secret: string } >( '/webhook/secret' );
