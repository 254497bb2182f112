// What customers of the demo write about, and what they are told. Made-up sentences; `{product}` and `{order}` are filled in.

export interface DemoTopic {
  readonly about: 'ORDER' | 'PRODUCT' | 'NOTHING';
  readonly subject: string;
  readonly question: string;
  readonly answer: string;
}

export const demoTopics: readonly DemoTopic[] = [
  {
    about: 'ORDER',
    subject: 'Order {order} has not arrived',
    question: 'I was promised this order for last week, and nothing has come. Where is it?',
    answer: 'I am sorry. The parcel missed its connection; the carrier delivers it within two working days.',
  },
  {
    about: 'ORDER',
    subject: 'Invoice of order {order} shows the wrong discount',
    question: 'The discount on the invoice is not the one I was shown when I ordered.',
    answer: 'You are right, the discount was entered too low. A corrected invoice is on its way by mail.',
  },
  {
    about: 'ORDER',
    subject: 'Part of order {order} is missing',
    question: 'One of the boxes was not among those delivered. All others are here.',
    answer: 'The missing box left our second warehouse a day later. You have the tracking number in your mail.',
  },
  {
    about: 'ORDER',
    subject: 'Change of address for order {order}',
    question: 'We have moved. Can you send this order to our new address?',
    answer: 'The parcel had left already. I have asked the carrier to redirect it.',
  },
  {
    about: 'PRODUCT',
    subject: 'Arrived damaged: {product}',
    question: 'The packaging was torn and there is a dent in the side. Please replace it.',
    answer: 'A replacement is on its way. The carrier takes the damaged one back at the door.',
  },
  {
    about: 'PRODUCT',
    subject: 'How do I put together: {product}',
    question: 'The manual skips from step three to step five. What is step four?',
    answer: 'The missing page is in the attachment: the short screws belong to the back panel.',
  },
  {
    about: 'PRODUCT',
    subject: 'Return within the trial period: {product}',
    question: 'It does not fit our office after all. I would like to send it back.',
    answer: 'That is no trouble. The return label is in your mail; the refund follows within a week of arrival.',
  },
  {
    about: 'NOTHING',
    subject: 'Terms for larger orders',
    question: 'We plan to furnish a second office. What discount can you give for thirty workplaces?',
    answer:
      'From twenty workplaces on we make you an offer of your own. I have passed this on to your account manager.',
  },
];

export const demoFollowUps: readonly string[] = [
  'Thank you. Until when can I expect it?',
  'That is not quite what I asked. Could you look at it again?',
  'Thanks, I will wait for the mail.',
];

export const demoClosings: readonly string[] = [
  'I have checked it again: all is settled. I close this ticket; just answer should anything be left.',
  'This is done now. Thank you for your patience.',
];

export const demoComments: readonly string[] = [
  'Quick and friendly.',
  'Solved, but I had to ask twice.',
  'It took too long.',
  'Could not have been better.',
];
