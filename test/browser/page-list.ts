/** Every page that a signed-in administrator can open, by the name of its screenshot. */
export const pages: Readonly<Record<string, string>> = {
  dashboard: '/dashboard',
  users: '/users',
  'users-filtered': '/users?view=active',
  'user-new': '/users/new',
  roles: '/roles',
  'roles-by-user': '/roles?tab=user',
  'role-builder': '/roles/builder',
  'menu-builder': '/menu-builder',
  settings: '/settings',
  audit: '/audit',
  account: '/account',
  status: '/status',
  'not-found': '/nothing-here',
};
