// Stands in for Mixpanel: cdn.mxpnl.com/libs/mixpanel-*.js
//
// Pages call mixpanel.track(…, callback) on an array that their snippet made,
// and some wait for `loaded` of mixpanel.init. Nothing leaves the page.
(() => {
  const before = window.mixpanel || [];
  if (before.__loaded) return;
  const soon = (callback, reply) => {
    if (typeof callback === 'function') setTimeout(() => callback(reply));
  };
  /** Takes any of these calls, and runs the callback that some have at their end. */
  const silent = (names) =>
    Object.fromEntries(
      names.split(' ').map((name) => [name, (...words) => soon(words[words.length - 1], 1)]),
    );
  const group = () => silent('set set_once union unset remove delete');
  const mixpanel = {
    ...silent(
      'add_group alias clear_opt_in_out_tracking disable identify opt_in_tracking opt_out_tracking push_config register register_once remove_group reset set_config set_group start_batch_senders start_session_recording stop_session_recording time_event track track_forms track_links track_pageview track_with_groups unregister',
    ),
    people: silent(
      'append clear_charges delete_user increment remove set set_once track_charge union unset',
    ),
    ...{ __loaded: true, __SV: 1.2, get_group: group },
    get_config: () => undefined,
    get_distinct_id: () => '',
    get_property: () => undefined,
    get_session_recording_properties: () => ({}),
    has_opted_in_tracking: () => false,
    has_opted_out_tracking: () => true,
    init: (_token, { loaded } = {}, name = '') => {
      if (name !== '') mixpanel[name] = mixpanel;
      soon(loaded, mixpanel);
      return mixpanel;
    },
    push: ([method, ...words]) => {
      const [part, inner] = String(method).split('.');
      const call = inner === undefined ? mixpanel[part] : mixpanel[part][inner];
      if (typeof method === 'function') method.call(mixpanel);
      else if (typeof call === 'function') call(...words);
    },
  };
  window.mixpanel = mixpanel;
  for (const words of Array.from(before._i || [])) mixpanel.init(...words);
  for (const call of Array.isArray(before) ? before : []) mixpanel.push(call);
  // People's properties wait in an array of their own.
  for (const call of Array.isArray(before.people) ? before.people : [])
    mixpanel.people[call[0]](...call.slice(1));
})();
