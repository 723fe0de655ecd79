/** The choice beside the mail, in both places where somebody is invited. */
export const printLabel = 'Print it instead';
export const printNote = 'Then no mail is sent, and you see the code. That you chose this is on record.';
