/** What was done, by the audit log's word for it. */
const actions: Record<string, string> = {
  'person.changed': 'Changed the person',
  'person.disabled': 'Disabled the account',
  'person.enabled': 'Let the person in again',
  'device.changed': 'Changed the machine',
  'device.revoked': 'Revoked the machine',
  'store.changed': 'Changed the store',
  'store.closed': 'Closed the store',
  'store.reopened': 'Reopened the store',
  'camera.renamed': 'Renamed the camera',
  'camera.disabled': 'Took the camera out of use',
  'camera.enabled': 'Put the camera into use again',
};

export const actionName = (action: string): string => actions[action] ?? action;

export const actionChoices = Object.entries(actions).map(([value, label]) => ({ value, label }));
