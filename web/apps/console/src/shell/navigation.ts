import {
  IconBuildingStore,
  IconDeviceTablet,
  IconHistory,
  IconUsers,
  type TablerIcon,
} from '@tabler/icons-react';
import type { Deed } from '../session/permissions';

interface Place {
  to: '/stores' | '/people' | '/devices' | '/changes';
  label: string;
  icon: TablerIcon;
  needs: Deed;
}

/** The tasks of the console, as the navigation has them. */
export const groups: { title: string; places: Place[] }[] = [
  {
    title: 'Set up',
    places: [
      { to: '/stores', label: 'Stores and cameras', icon: IconBuildingStore, needs: 'seeStores' },
      { to: '/people', label: 'People', icon: IconUsers, needs: 'seePeople' },
      { to: '/devices', label: 'Devices', icon: IconDeviceTablet, needs: 'seeDevices' },
      { to: '/changes', label: 'Changes', icon: IconHistory, needs: 'seeChanges' },
    ],
  },
];

/** Only what somebody may open. */
export const groupsFor = (may: (deed: Deed) => boolean) =>
  groups
    .map(({ title, places }) => ({ title, places: places.filter(({ needs }) => may(needs)) }))
    .filter(({ places }) => places.length > 0);

/** Where somebody begins. */
export const firstPage = (may: (deed: Deed) => boolean) => groupsFor(may)[0]?.places[0]?.to ?? '/people';
