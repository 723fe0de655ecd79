import type { Messages } from './messages.en';

/** Te reo Māori. Written by us and awaiting a licensed translator's review, which the language menu says. */
export const mi: Messages = {
  code: 'mi',
  lang: 'mi-NZ',
  app: 'RetailGuard',

  weekdays: ['Rātapu', 'Rāhina', 'Rātū', 'Rāapa', 'Rāpare', 'Rāmere', 'Rāhoroi'],
  months: [
    'Kohitātea',
    'Huitanguru',
    'Poutūterangi',
    'Paengawhāwhā',
    'Haratua',
    'Pipiri',
    'Hōngongoi',
    'Hereturikōkā',
    'Mahuru',
    'Whiringa-ā-nuku',
    'Whiringa-ā-rangi',
    'Hakihea',
  ],

  language: {
    choose: (shown) => `${shown}: reo`,
    title: 'Reo',
    awaitingReview: 'E tatari ana ki te arotake a tētahi kaiwhakamāori whai raihana',
  },

  ago: (seconds) =>
    seconds < 60
      ? `${seconds} hēkona i mua`
      : seconds < 3600
        ? `${Math.floor(seconds / 60)} miniti i mua`
        : `${Math.floor(seconds / 3600)} hāora i mua`,

  starting: 'E tīmata ana…',
  unreachable: {
    title: 'Kāore he hononga',
    text: 'Kāore te papa e tae ki a RetailGuard. Kei te whakamātau tonu. Tirohia te Wi-Fi.',
    tryNow: 'Whakamātauria ināianei',
  },

  pair: {
    title: 'Tūhonoa tēnei papa',
    text: 'Mā te kaiwhakahaere e hanga he waehere tūhono mō tō toa. Kotahi te whakamahinga.',
    code: 'Waehere tūhono',
    placeholder: 'ABCD-EFGH',
    submit: 'Tūhonoa',
    usePassword: 'Takiuru kē mā te kupuhipa',
  },

  password: {
    title: 'Takiuru',
    tenant: 'Whakahaere',
    email: 'Īmēra',
    password: 'Kupuhipa',
    show: 'Whakaaturia te kupuhipa',
    submit: 'Takiuru',
    back: 'Hoki',
    chooseStore: 'Ko tēhea toa?',
    noStores: 'Kāore anō ō toa. Tonoa tō kaiwhakahaere kia tāpirihia koe ki tētahi.',
  },

  people: {
    title: 'Ko wai koe?',
    nobody: 'Kāore anō he tangata e mahi ana i tēnei toa. Mā te kaiwhakahaere e tāpiri he tāngata.',
    noPin: 'Kāore anō he PIN: kōwhiria tētahi',
    alreadyVoted: 'Kua pōti',
    alertsOnlySignedIn: 'Ka kitea ngā matohi i konei i te wā kua takiuru tētahi anake.',
    watching: 'Ka kitea ngā matohi i konei. Takiuru kia tirohia.',
    alertWaiting: (n) => (n === 1 ? 'He matohi e tatari ana' : `E ${n} ngā matohi e tatari ana`),
    signInToLook: 'Takiuru kia tirohia.',
    secondPerson: 'Me titiro tētahi tangata tuarua ināianei',
    secondPersonText: 'Kōwhiria tō ingoa. Nāu anake tō pōti: māu anō e titiro.',
  },

  pin: {
    title: (name) => `Kia ora, ${name}`,
    label: 'PIN, 6 mati',
    digit: (digit) => `Mati ${digit}`,
    erase: 'Mukua te mati whakamutunga',
    back: 'Tangata kē',
    checking: 'E tirohia ana…',
    forgotten: 'Kua wareware? Kōwhiria he PIN hou',
  },

  ownPin: {
    title: (name) => `Kia ora, ${name}`,
    text: 'Whakaaturia ki tō kupuhipa ko koe tēnei. Kātahi ka kōwhiri i tētahi PIN e mōhio ana ko koe anake.',
    firstText:
      'Ka hoatu e tō kaiwhakahaere he pōwhiri ki a koe. Mā tōna waehere ka kōwhiri i tētahi kupuhipa, kātahi i tētahi PIN e mōhio ana ko koe anake.',
    password: 'Tō kupuhipa',
    invitation: 'Te waehere o tō pōwhiri',
    invitationHelp:
      'E whā ngā rōpū, e whā ngā pū me ngā mati i ia rōpū. Kotahi te whakamahinga, e whitu ngā rā.',
    newPassword: 'He kupuhipa nāu ake',
    newPasswordRule: 'Kia 12 pūāhua, neke atu rānei. Kaua tētahi atu e mōhio.',
    next: 'Whai ake',
    choose: 'Kōwhiria he PIN',
    repeat: 'Taua PIN anō',
  },

  signedOut: {
    idle: 'I takiputa koe nā te mea kāore tētahi i whakamahi i te papa.',
    server: 'I takiputa koe. Takiuru anō koa.',
    unconfirmed:
      'Kua takiputa koe i tēnei papa, engari kāore anō te tūmau kia mōhio. Ka whakamōhio te papa ina taea.',
  },

  staySignedIn: {
    title: 'Kei konei tonu koe?',
    text: (seconds) => `Ka takiputa koe ā te ${seconds} hēkona.`,
    stay: 'Noho takiuru tonu',
  },

  connection: {
    live: 'Kua hono',
    offline: 'Kāore he hononga',
    offlineSince: (time) => `Kāore he hononga mai i te ${time}`,
    offlineText: 'He tawhito ngā mea ka kitea e koe. Kāore e taea te whakatau kia hoki mai rā anō.',
    connecting: 'E hono ana…',
  },

  idle: {
    armed: 'Kua whakahohe',
    disarmed: 'Kua weto: kāore he kanohi e whakatauritea ana',
    cameras: (n) => `${n} kāmera`,
    listChecked: (ago) => `i tirohia te rārangi ${ago}`,
    listNeverChecked: 'kāore anō te rārangi kia tirohia',
    listCount: (n) => `${n} tangata kei te rārangi`,
    camerasTitle: 'Ngā kāmera',
    noCameras: 'Kāore anō he kāmera.',
    signedInAs: 'Kua takiuru',
    signOut: 'Takiputa',
    toDark: 'Mata pōuri',
    toLight: 'Mata mārama',
    asOf: (time) => `I te ${time}`,
    loading: 'E uta ana i te toa…',
    stopsUnpaid: (day) =>
      `Hei te ${day} ka mutu te whakataurite kanohi i tēnei toa, nō te mea kāore anō te mahere kia utua. Kōrero atu ki tētahi kaiwhakahaere.`,
    cameraStopped: 'Kua tū',
    outcomesDue: (n) => `${n} putanga hei tuhi`,
    showCard: (number) => `Whakaaturia te kāri o te kēhi ${number}`,
  },
  disarmed: {
    'no-camera': 'Kāore anō he kāmera o tēnei toa.',
    'voters-missing':
      'He iti iho i te tokorua kua whai tiwhikete. Kāore he tangata e whakatauritea kia tokorua rā anō.',
    'list-not-loaded': 'E utaina ana te rārangi. Kāore he tangata e whakatauritea kia oti rā anō.',
    'list-unreadable': 'Kāore e taea te huaki tētahi tāurunga o te rārangi. Me titiro te tari matua.',
    'list-preparing': 'E whakaritea ana te rārangi mō te tauira kanohi.',
    'list-unchecked':
      'Kāore i taea te arowhai te rārangi mō te meneti kotahi. Kāore he tangata e whakatauritea kia taea rā anō.',
    'cameras-stopped': 'Kua whakamutua ngā kāmera katoa o tēnei toa.',
    'camera-unknown': 'Ehara tēnei kāmera i tō te toa.',
    'notice-missing':
      'Kāore anō he pānui kia whakaputaina. Kāore he tangata e whakatauritea kia whakaputaina rā anō e te āpiha matatapu.',
    'notice-stale':
      'Kua kore te pānui e tika. Kāore he tangata e whakatauritea kia whakaputaina anō e te āpiha matatapu.',
    'entrance-missing':
      'Kāore he tomokanga o tēnei toa kua tuhia. Kāore he tangata e whakatauritea kia tāpirihia e te āpiha matatapu, kia iri hoki ngā pānui.',
    'notice-not-hung':
      'Kāore anō tētahi pānui kia whakaahuatia. Whakairia, ka whakaahua; kāore he tangata e whakatauritea i mua i tērā.',
    'notice-lapsed':
      'Kua neke atu i te marama te tawhito o te whakaahua o tētahi pānui. Whakaahuatia anō; kāore he tangata e whakatauritea i mua i tērā.',
    'assessment-missing':
      'Kāore anō he aromatawai pānga matatapu kia whakaaetia. Kāore he tangata e whakatauritea kia whakaaetia rā anō e ngā tāngata tokorua o te tari matua.',
    'assessment-stale':
      'Kua rerekē te tauira kanohi, tētahi tautuhinga rānei, mai i te aromatawai. Kāore he tangata e whakatauritea kia whakaaetia anō e ngā tāngata tokorua.',
    'assessment-lapsed':
      'Kua hipa te rā arotake o te aromatawai pānga matatapu. Kāore he tangata e whakatauritea kia whakaaetia anō e ngā tāngata tokorua.',
    'trial-ended':
      'Kua mutu te whakamātautau i tēnei toa. Kāore he tangata e whakatauritea kia whakaae rā anō ngā tāngata tokorua o te tari matua ki ōna kitenga.',
    'jurisdiction-blocked':
      'Kāore e whakaaetia te whakataurite kanohi i te whenua o tēnei toa. Ka kite te kaiwhakahaere i te take i te papatohu.',
    'billing-unpaid':
      'Kāore anō te mahere kia utua. Kāore he tangata e whakatauritea kia utua rā anō e tētahi kaiwhakahaere.',
  },
  notices: {
    open: 'Ngā pānui',
    title: 'Ngā pānui kei ngā tomokanga',
    about:
      'He pānui whakaahua kei waho o ia tomokanga. Mō te marama kotahi ka whakaatu tētahi whakaahua kei reira tonu.',
    none: 'Kāore anō he tomokanga o tēnei toa kia tuhia. Mā te āpiha matatapu e tāpiri.',
    state: {
      hung: 'Kei te iri',
      ending: 'Ka mutu ākuanei',
      lapsed: 'Kua pau',
      notHung: 'Kāore anō kia whakaahuatia',
      notPublished: 'Kāore anō he pānui kia whakaputaina',
    },
    until: (day) => `ka whai mana tae noa ki te mutunga o te ${day}`,
    due: (entrances) =>
      `Hei whakaahua: te pānui kei ${entrances}. Kāore he tangata e whakatauritea ki konei kia oti rā anō.`,
    ending: (entrances) => `Hei whakaahua anō i roto i te wiki: te pānui kei ${entrances}.`,
    photograph: 'Whakaahuatia te pānui',
    photographAt: (entrance) => `Whakaahuatia te pānui kei ${entrance}`,
    how: 'Te pānui katoa, kia mārama te waehere tapawhā, kia kaua he tangata i te whakaahua: ka puritia.',
    sending: 'E tirohia ana te whakaahua…',
    done: (entrance, day) => `${entrance}: kua tuhia. Ka whai mana tae noa ki te mutunga o te ${day}.`,
    offline: 'Kāore he hononga: kāore e taea te tuku whakaahua ināianei.',
    notYours: 'Mā ngā tāngata o te toa e whakaahua ngā pānui.',
    close: 'Kua oti',
  },
  drills: {
    open: 'Ngā whakaharatau o mua',
    title: 'I pēhea ngā whakaharatau',
    none: 'Kāore he whakaharatau i ngā wiki tekau mā rua kua hipa.',
    week: 'Wiki mai i',
    right: 'Tika',
    missed: 'Kāore tētahi i whakatau',
    rightOf: (right, of) => `${right} o te ${of}`,
    done: 'Kua oti',
  },
  cameraState: {
    live: 'Mataora',
    silent: 'Wahangū',
    failed: 'Kua hapa',
    offline: 'Tuimotu',
  },

  alert: {
    announce: (camera) => `He matohi hou mai i ${camera}. Whakatauritea ngā whakaahua e rua.`,
    pageTitle: 'Matohi',
    position: (n, of) => `Matohi ${n} o te ${of}`,
    nextWaiting: 'Tirohia te matohi whai ake',
    seen: (camera, ago) => `${camera} · ${ago}`,
    notYou: (name) => `${name}: takiputa`,
    timeLeft: 'Te wā e toe ana',
    timeUp: 'Kua pau te wā',
  },

  vote: {
    title: 'He ōrite te tangata?',
    gathering: 'Kei te haere mai ngā whakaahua',
    now: 'I kitea ināianei',
    listed: 'Kei te rārangi',
    nowAlt: 'Kanohi i kitea ināianei i te kāmera',
    listedAlt: 'Kanohi mai i te rārangi o te toa',
    pictures:
      'Ngā whakaahua e rua. Ka topa te tāpiri, te tango me te kore i ngā mea e rua; ka neke ngā pere i ngā mea e rua.',
    zoomIn: 'Topa ki roto',
    zoomOut: 'Topa ki waho',
    zoomReset: 'Te whakaahua katoa',
    loading: 'E uta ana…',
    pictureFailed: 'Kāore te whakaahua i uta.',
    tryAgain: 'Whakamātauria anō',
    featuresTitle: 'He aha i whakatauritea?',
    features: {
      ears: 'Taringa',
      brow: 'Rae',
      nose: 'Ihu',
      jaw: 'Kauae',
      marks: 'Tohu',
    },
    answers: {
      same: 'He ōrite',
      different: 'He tangata kē',
      cannotTell: 'Kāore e mōhio',
    },
    countsAsNo: 'ka tatauria hei kāo',
    why: {
      offline: 'Kāore he hononga: kāore tō pōti e taea te tatau ināianei.',
      connecting: 'E hono ana: ka taea e koe te pōti ākuanei.',
      timeUp: 'Kua pau te wā: ka tatauria hei kore ōrite.',
      noPictures: 'Ka taea e koe te pōti ina kitea ngā whakaahua e rua.',
    },
  },

  waiting: {
    title: 'Kua tae mai tō pōti',
    text: 'Me titiro tētahi tangata tuarua ināianei.',
    explain: 'Kaua e kī atu he aha tāu i kōwhiri. Kāore tētahi e mahi i mua i ngā pōti e rua.',
    handOver: 'Tangata whai ake: takiuru',
    handOverHint: 'Ka takiputa koe i tēnei.',
  },

  confirmed: {
    title: 'Tokorua kua whakaū',
    toAct: 'Te wā hei mahi',
    happened: 'He aha i pā',
    basis: {
      trespassNotice: 'Pānui aukati',
      conviction: 'Whakataunga hara',
      reviewedFootage: 'I arotakehia te ataata',
    },
    statement: 'E kī ana rātou he hē tēnei',
    whatToDo: 'Me aha koe',
    observeFirst: 'Mātakitaki i te tuatahi. Kia tawhiti, ā, noho tahi me tētahi hoa mahi.',
    tooLate: 'Kua pau te wā hei mahi',
    tooLateText: 'Neke atu i te 10 miniti te pakeke o te whakaahua. Kaua e whakatata.',
  },

  inAisle: {
    title: 'Ko te tangata tēnei kei mua i a koe?',
    clothing: 'Whakatauritea te kanohi me ngā kākahu i mua i te whakatata a tētahi.',
    latestAlt: 'Te whakaahua hou rawa o te tangata',
    loadAgain: 'Utaina anō te whakaahua',
    answers: {
      same: 'Āe, ko tēnei tangata',
      different: 'Kāo, he tangata kē',
      notFound: 'Kāore e kitea',
    },
    after: {
      same: 'Ko te tangata tēnei. Kia mārire, kia tokorua tonu.',
      different: 'Kāti: waiho tēnei tangata. Ka taea te rapu tonu i te tangata o te whakaahua.',
      notFound: 'Kāore i kitea. Ka taea te rapu tonu i te wā e toe ana.',
    },
  },

  record: {
    title: 'Tuhia ngā mahi i oti',
    question: 'I ahatia?',
    hint: 'Tuhia ina oti.',
    submit: 'Tuhia',
    later: 'Tuhia ā muri ake',
    laterHint: 'Ka noho ki te mata tuatahi kia tuhia rā anō.',
    askNeedsYes: 'Me whai āe ki “Ko te tangata tēnei kei mua i a koe?”',
    why: {
      offline: 'Kāore he hononga: kāore e taea te tuhi ināianei.',
      choose: 'Kōwhiria ngā mahi i oti.',
    },
  },
  outcomes: {
    none: 'Kore',
    observe: 'I mātakitaki',
    callPolice: 'I waea pirihimana',
    askToLeave: 'I tono kia wehe',
  },
  outcomeHints: {
    none: 'Kāore tētahi i whakatatahia',
    observe: 'I mātakitaki mai i tawhiti',
    callPolice: 'Waea 111 mēnā he mōrearea',
    askToLeave: 'Kia mārire, kia tokorua',
  },
  categories: {
    violence: 'Whakarekereke',
    threat: 'Whakatuma',
    weapon: 'Rākau patu',
    highValueTheft: 'Tāhae uara nui',
    prolificTheft: 'Tāhae auau',
  },

  result: {
    rejected: 'Kāore i ōrite',
    rejectedText: 'Waiho tēnei tangata. Kua ngaro ngā whakaahua i tēnei papa.',
    suppressed: (time) => `Kāore he matohi mō tēnei ingoa i konei tae noa ki te ${time}.`,
    alertAgain: 'Whakamatohia anō',
    expired: 'Kua pau te wā',
    expiredText: 'Ka tatauria hei kore ōrite. Waiho tēnei tangata.',
    tooLateText: 'He tawhito rawa hei mahi. Kaua e whakatata.',
    closed: 'Kua tuhia',
    outcome: (outcome) => `Putanga: ${outcome}`,
    recordedBy: (name) => `nā ${name}`,
    dismiss: 'Kua oti',
  },

  frozen: {
    title: 'Kāti. Kaua e whakatata.',
    why: {
      entryRate:
        'He tini rawa ngā matohi mō tēnei ingoa i tēnei rā. Kua tū kia tirohia rā anō e te tari matua.',
      entryDisputed: 'I tautohetia tēnei ingoa e tētahi tangata. Kua tū kia tirohia rā anō e te tari matua.',
      entryRemoved: 'Kua tangohia tēnei ingoa i te rārangi.',
      matchingStopped: 'I whakatūria te whakataurite i konei i te wā e tuwhera ana te matohi.',
    },
  },

  dispute: {
    button: 'E tautohe ana',
    stop: 'Kāti. Hoki whakamuri.',
    staff: 'Kaua e tono tuakiri. Tukuna he whakapāha, ka hoatu te kāri o raro nei.',
    staffWithoutCard: 'Kaua e tono tuakiri. Tukuna he whakapāha.',
    recording: 'E tuhia ana te tautohe…',
    recorded: (number) => `E tautohe ana te tangata: kēhi ${number}. Waiho ia.`,
    card: 'Kāri mō te tangata',
    qrAlt: (url) => `Waehere e huaki ana i ${url}`,
    noQr: 'Kāore te waehere i konei: tuhia te tau.',
    print: 'Tāia',
    done: 'Kua oti',
    doneThenRecord: 'Kua oti: tuhia te putanga',
    notRecorded: {
      title: 'Ka whai mana tonu te tautohe. Meatia tēnei ināianei:',
      tell: 'Kōrero ki te tangata kua mutu koutou, e pōuri ana koutou, ā, kāore e mate ana kia whakaatu tuakiri ia.',
      note: (time) => `Tuhia te wā: ${time}. Hoatu hoki ki te tangata.`,
      again: 'Tuhia te tautohe i konei ina hoki mai te hononga.',
      record: 'Tuhia te tautohe ināianei',
      back: 'Hoki ki te matohi',
    },
  },

  drill: {
    title: 'He whakaharatau tēnei',
    right: 'Ka pai te titiro: i tika koe.',
    wrong: 'Kāore i tēnei wā. Koinei te take o te whakaharatau.',
    notYours: 'Kāore koe i pōti i tēnei.',
    yourAnswer: 'I kī koe',
    expected: 'Ko te tika',
    lookAgain: {
      same: 'He ōrite te tangata. Ka huri ngā makawe, ngā mōhiti me te tūrama; ka mau ngā taringa, te rae me te kauae. Tīmata i reira ā tērā wā.',
      different:
        'Tokorua ēnei he āhua rite. He rawaka te rerekētanga kotahi o ngā taringa, te ihu, ngā tohu rānei kia kī kāo.',
    },
    cannotTell:
      'Ehara te “Kāore e mōhio” i te hē: ka tatauria hei kāo, ā, kāore tētahi e whakatatahia. I konei i kitea i ngā whakaahua.',
    nobody: 'Nō tētahi tūao ngā whakaahua. Kāore tētahi i mātakitakihia mō tēnei.',
  },

  training: {
    title: 'Akoranga: te titiro tika ki te kanohi',
    loading: 'E uta ana i te akoranga…',
    take: 'Mahia te akoranga',
    leave: 'Waiho te akoranga',
    cannotVote: {
      missing: 'Kāore anō e taea e koe te pōti: kāore ō tiwhikete.',
      lapsed: 'Kāore e taea e koe te pōti: kua pau tō tiwhikete.',
    },
    ending: (date) => `Ka pau tō tiwhikete ā te ${date}.`,
    nextDue: (date) => `Te akoranga whai ake: ${date}`,
    alertWaiting: 'He matohi e tatari ana. Me titiro tētahi hoa mahi whai tiwhikete.',
    lookAtAlert: 'Tirohia te matohi',
    lesson: (n, of) => `Akoranga ${n} o te ${of}`,
    question: (n, of) => `Pātai ${n} o te ${of}`,
    exam: 'Whakamātautau',
    back: 'Hoki',
    next: 'Akoranga whai ake',
    toExam: 'Ki te whakamātautau',
    nextQuestion: 'Pātai whai ake',
    lookOver: 'Tirohia anō ō whakautu',
    notAnswered: 'Kāore anō kia whakautua',
    stillOpen: (n) => `E ${n} ngā pātai kāore anō kia whakautua.`,
    passAt: (right, of) =>
      `Me tika te ${right} o te ${of}. Ka taea te huri i ngā whakautu kia tukuna rā anō.`,
    send: 'Tukuna ngā whakautu',
    passed: 'Kua eke: ka taea e koe te pōti',
    failed: 'Kāore anō kia eke',
    score: (right, of) => `${right} o te ${of} i tika`,
    validUntil: (date) => `Ka mana tō tiwhikete tae noa ki te ${date}.`,
    failedText: (passAt) =>
      `Me ${passAt} kia tika. Pānuihia anō ēnei, ka whakamātau anō: he pai te wā ka pau.`,
    readAgain: 'Hei pānui anō',
    again: 'Pānuihia anō, kātahi te whakamātautau',
  },

  update: {
    text: 'Kua rite he putanga hou o tēnei taupānga.',
    reload: 'Whakahoutia ināianei',
    later: 'Ā muri ake',
  },

  refused: {
    network: 'Kāore he hononga. Kāore i tukuna he aha. Whakamātauria anō ina hoki mai.',
    timeout: 'Kāore anō he whakautu. Pēhia anō: kotahi anake te tatauranga.',
    'not-now': 'Kāore he hononga i tēnei wā. Tatari kia hoki mai.',
    'tick-first': 'I mua i te kī “He ōrite”, tohua ngā mea i whakatauritea e koe.',
    'pins-differ': 'Kāore ngā PIN e rua i ōrite. Kōwhiria anō.',
    'dispute-offline':
      'Kāore he hononga: kāore anō te tautohe kia tuhia, ā, kāore e tukuna aunoatia ā muri ake.',
    'poster-unreadable':
      'Kāore e taea te pānui te waehere tapawhā. Neke mai, kia ū te ringa, kia katoa te pānui i te whakaahua.',
    'poster-foreign':
      'Nō tētahi atu mea te waehere tapawhā i te whakaahua. Whakaahuatia te pānui nō tēnei tomokanga.',
    'poster-outdated': 'He pānui tawhito kei konei. Tāngia te mea o nāianei, whakairia, ka whakaahua i tērā.',
    'poster-elsewhere': 'Nō tētahi atu tomokanga tēnei pānui. Whakairia te mea nō konei.',
    'poster-with-person': 'He kanohi tangata kei te whakaahua. Whakaahuatia anō ina kore he tangata i reira.',
    'notice-missing': 'Kāore anō he pānui kia whakaputaina. Mā te āpiha matatapu e whakaputa.',
    'entrance-closed': 'Kua katia tēnei tomokanga. Kāore he mea me iri ki reira.',
    'picture-not-recognised': 'Kāore e taea te huaki te whakaahua. Whakaahuatia anō hei JPEG.',
    'picture-too-large': 'He nui rawa te whakaahua. Whakaahuatia anō kia iti iho.',
    'picture-file-too-large': 'He nui rawa te whakaahua. Whakaahuatia anō kia iti iho.',
    unreadable: 'I raru te tūmau. Whakamātauria anō.',
    'sign-in-wrong': 'Kei te hē te whakahaere, te īmēra, te kupuhipa rānei.',
    'locked-out': 'He maha rawa ngā whakamātau hē. Tatari mō tētahi wā.',
    'too-many-tries': 'He maha rawa ngā whakamātau mai i tō whatunga. Tatari kia pau te miniti.',
    'pairing-code-invalid': 'Kei te hē tēnei waehere tūhono, kua whakamahia rānei.',
    'pin-wrong': 'Kei te hē te PIN.',
    'pin-weak': 'He ngāwari rawa taua PIN te matapae. Kōwhiria tētahi atu.',
    'alert-expired': 'Kua pau te wā mō tēnei matohi.',
    'alert-closed': 'Kua kati tēnei matohi.',
    'version-stale': 'Kua huri te matohi. Tirohia anō.',
    'already-voted': 'Kua pōti koe mō tēnei matohi.',
    'no-evidence': 'Kāore anō ngā whakaahua kia tae mai.',
    'certificate-missing': 'Kāore anō e taea e koe te pōti: kāore ō tiwhikete.',
    'certificate-lapsed': 'Kāore e taea e koe te pōti: kua pau tō tiwhikete.',
    'not-independent':
      'Kāore e taea ko koe te tangata tuarua: nā te tangata kotahi ō kōrua pūkete i whakarite, i tautuhi anō rānei. Tonoa he kaiwhakahaere kia taunaki i a koe.',
    'in-aisle-missing': 'Whakautua i te tuatahi “Ko te tangata tēnei kei mua i a koe?” ki te āe.',
    'answers-missing': 'Kāore anō ētahi pātai kia whakautua.',
    'course-changed': 'Kua huri te akoranga. Tīmata anō koa.',
    'exam-locked': 'E toru ngā whakamātau i te hāora kotahi. Whakatā, ka pānui anō.',
  },
};
