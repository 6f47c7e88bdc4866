import { invalid } from '@orrery/core';

/** A provider of OpenID Connect, by the variables ORRERY_OIDC_*. */
export interface OidcConfig {
  issuer: string;
  clientId: string;
  /** Null for a public client. */
  clientSecret: string | null;
  /** How the button calls it. */
  name: string;
  scope: string;
  /** The first of these that the provider tells is the user's name. */
  usernameClaims: readonly string[];
  groupsClaim: string;
  /** Who is in it is an admin; null where the provider has no say in that. */
  adminGroup: string | null;
  /** The roles of each group. */
  roles: ReadonlyMap<string, string[]>;
}

/** @throws OrreryError INVALID_PARAMETER_VALUE that names the variable */
export function oidcConfig(env: Readonly<Record<string, string | undefined>>): OidcConfig | null {
  const issuer = env.ORRERY_OIDC_ISSUER;
  if (!issuer) return null;
  if (!URL.canParse(issuer)) throw invalid(`ORRERY_OIDC_ISSUER='${issuer}' is no URL.`);
  if (!env.ORRERY_OIDC_CLIENT_ID) throw invalid('ORRERY_OIDC_ISSUER is set, but not ORRERY_OIDC_CLIENT_ID.');
  return {
    issuer,
    clientId: env.ORRERY_OIDC_CLIENT_ID,
    clientSecret: env.ORRERY_OIDC_CLIENT_SECRET || null,
    name: env.ORRERY_OIDC_NAME || new URL(issuer).host,
    scope: env.ORRERY_OIDC_SCOPE || 'openid profile email',
    usernameClaims: (env.ORRERY_OIDC_USERNAME_CLAIM || 'preferred_username,email,sub').split(','),
    groupsClaim: env.ORRERY_OIDC_GROUPS_CLAIM || 'groups',
    adminGroup: env.ORRERY_OIDC_ADMIN_GROUP || null,
    roles: rolesOf(env.ORRERY_OIDC_ROLES ?? ''),
  };
}

/** Reads `group=role,group=role`. */
function rolesOf(text: string): Map<string, string[]> {
  const roles = new Map<string, string[]>();
  for (const pair of text.split(',').filter(Boolean)) {
    const [group = '', role] = pair.split('=').map((part) => part.trim());
    if (!group || !role) throw invalid(`ORRERY_OIDC_ROLES: '${pair}' is not group=role.`);
    roles.set(group, [...(roles.get(group) ?? []), role]);
  }
  return roles;
}
