import {
  IconBell,
  IconBook2,
  IconBuildingStore,
  IconCalendarCheck,
  IconChartBar,
  IconChecklist,
  IconDeviceTablet,
  IconHistory,
  IconKey,
  IconListDetails,
  IconMail,
  IconMailQuestion,
  IconMessageReport,
  IconShare2,
  IconSignRight,
  IconReceipt,
  IconScale,
  IconShieldCheck,
  IconTestPipe,
  IconUsers,
  type TablerIcon,
} from '@tabler/icons-react';
import type { Deed } from '../session/permissions';

interface Place {
  to:
    | '/today'
    | '/watchlist'
    | '/sharing'
    | '/alerts'
    | '/cases'
    | '/requests'
    | '/notices'
    | '/criteria'
    | '/assessment'
    | '/trials'
    | '/readiness'
    | '/stores'
    | '/people'
    | '/devices'
    | '/changes'
    | '/reports'
    | '/audit'
    | '/billing'
    | '/mail'
    | '/single-sign-on';
  label: string;
  icon: TablerIcon;
  needs: Deed;
}

/** The tasks of the console, as the navigation has them. */
const groups: { title: string; places: Place[] }[] = [
  {
    title: 'Every day',
    places: [
      { to: '/today', label: 'Today', icon: IconCalendarCheck, needs: 'seeToday' },
      { to: '/watchlist', label: 'Watchlist', icon: IconListDetails, needs: 'seeWatchlist' },
      { to: '/sharing', label: 'Sharing', icon: IconShare2, needs: 'seeShares' },
      { to: '/alerts', label: 'Alerts', icon: IconBell, needs: 'seeAlerts' },
      { to: '/cases', label: 'Cases', icon: IconMessageReport, needs: 'seeCases' },
      { to: '/requests', label: 'Requests', icon: IconMailQuestion, needs: 'seeRequests' },
      { to: '/readiness', label: 'Readiness', icon: IconShieldCheck, needs: 'seeMatching' },
      { to: '/notices', label: 'Notices', icon: IconSignRight, needs: 'seeNotices' },
      { to: '/assessment', label: 'Assessment', icon: IconScale, needs: 'seeAssessment' },
    ],
  },
  {
    title: 'Set up',
    places: [
      { to: '/criteria', label: 'Criteria', icon: IconChecklist, needs: 'seeCriteria' },
      { to: '/trials', label: 'Trials', icon: IconTestPipe, needs: 'seeAssessment' },
      { to: '/stores', label: 'Stores and cameras', icon: IconBuildingStore, needs: 'seeStores' },
      { to: '/people', label: 'People', icon: IconUsers, needs: 'seePeople' },
      { to: '/devices', label: 'Devices', icon: IconDeviceTablet, needs: 'seeDevices' },
      { to: '/billing', label: 'Billing', icon: IconReceipt, needs: 'seeBilling' },
      { to: '/mail', label: 'Mail', icon: IconMail, needs: 'seeMail' },
      { to: '/single-sign-on', label: 'Single sign-on', icon: IconKey, needs: 'seeSingleSignOn' },
    ],
  },
  {
    title: 'Look back',
    places: [
      { to: '/reports', label: 'Reports', icon: IconChartBar, needs: 'seeReports' },
      { to: '/changes', label: 'Changes', icon: IconHistory, needs: 'seeChanges' },
      { to: '/audit', label: 'Audit', icon: IconBook2, needs: 'seeAudit' },
    ],
  },
];

/** Only what somebody may open. */
export const groupsFor = (may: (deed: Deed) => boolean) =>
  groups
    .map(({ title, places }) => ({ title, places: places.filter(({ needs }) => may(needs)) }))
    .filter(({ places }) => places.length > 0);

/** Where somebody begins; everybody may see the stores. */
export const firstPage = (may: (deed: Deed) => boolean) => groupsFor(may)[0]?.places[0]?.to ?? '/stores';
