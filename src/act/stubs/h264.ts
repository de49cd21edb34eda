/** A number and how it is written: in so many bits, or in the code for small numbers. */
type Part = readonly [value: number, bits: number] | readonly [value: number, 'ue'];

export interface GreyPicture {
  /** Sequence parameter set. */
  readonly sps: readonly number[];
  /** Picture parameter set. */
  readonly pps: readonly number[];
  /** The picture itself, an IDR slice. */
  readonly slice: readonly number[];
}

/**
 * The smallest H.264 picture (ITU-T H.264, section 7.3): one macroblock of 16 by
 * 16 pixels, predicted from nothing, which is grey, and no correction to that.
 */
export function greyPicture(): GreyPicture {
  return { sps: unit(0x67, SPS), pps: unit(0x68, PPS), slice: unit(0x65, SLICE) };
}

/** Baseline, level 1. Section 7.3.2.1.1. */
const SPS: readonly Part[] = [
  [66, 8], // profile_idc: Baseline
  [0xc0, 8], // keeps the constraints of Baseline and Main
  [10, 8], // level_idc: 1
  [0, 'ue'], // seq_parameter_set_id
  [0, 'ue'], // log2_max_frame_num_minus4
  [2, 'ue'], // pic_order_cnt_type: pictures are shown as they come
  [0, 'ue'], // max_num_ref_frames
  [0, 1], // gaps_in_frame_num_value_allowed_flag
  [0, 'ue'], // pic_width_in_mbs_minus1
  [0, 'ue'], // pic_height_in_map_units_minus1
  [1, 1], // frame_mbs_only_flag
  [0, 1], // direct_8x8_inference_flag
  [0, 1], // frame_cropping_flag
  [0, 1], // vui_parameters_present_flag
];

/** Section 7.3.2.2. */
const PPS: readonly Part[] = [
  [0, 'ue'], // pic_parameter_set_id
  [0, 'ue'], // seq_parameter_set_id
  [0, 1], // entropy_coding_mode_flag: CAVLC
  [0, 1], // bottom_field_pic_order_in_frame_present_flag
  [0, 'ue'], // num_slice_groups_minus1
  [0, 'ue'], // num_ref_idx_l0_default_active_minus1
  [0, 'ue'], // num_ref_idx_l1_default_active_minus1
  [0, 1], // weighted_pred_flag
  [0, 2], // weighted_bipred_idc
  [0, 'ue'], // pic_init_qp_minus26, of which 0 is written alike
  [0, 'ue'], // pic_init_qs_minus26
  [0, 'ue'], // chroma_qp_index_offset
  [0, 1], // deblocking_filter_control_present_flag
  [0, 1], // constrained_intra_pred_flag
  [0, 1], // redundant_pic_cnt_present_flag
];

/** Slice header, section 7.3.3, and one macroblock, section 7.3.5. */
const SLICE: readonly Part[] = [
  [0, 'ue'], // first_mb_in_slice
  [7, 'ue'], // slice_type: I, and so are all slices of this picture
  [0, 'ue'], // pic_parameter_set_id
  [0, 4], // frame_num
  [0, 'ue'], // idr_pic_id
  [0, 1], // no_output_of_prior_pics_flag
  [0, 1], // long_term_reference_flag
  [0, 'ue'], // slice_qp_delta
  [3, 'ue'], // mb_type: I_16x16_2_0_0, the mean of the neighbours, of which there are none
  [0, 'ue'], // intra_chroma_pred_mode: the same for the colours
  [0, 'ue'], // mb_qp_delta
  [1, 1], // coeff_token: no coefficients
];

/** A NAL unit, section 7.3.1: its kind, the parts, and a bit that ends them. */
function unit(kind: number, parts: readonly Part[]): readonly number[] {
  const bits = `${parts.map(bitsOf).join('')}1`;
  const bytes = bits.match(/.{1,8}/g) ?? [];
  return [kind, ...bytes.map((byte) => Number.parseInt(byte.padEnd(8, '0'), 2))];
}

function bitsOf([value, how]: Part): string {
  if (how !== 'ue') return value.toString(2).padStart(how, '0');
  // Section 9.1: as many zeros as bits follow the first 1.
  const code = (value + 1).toString(2);
  return '0'.repeat(code.length - 1) + code;
}
