/** A sum as text: two decimals, thousands apart. */
export function usd(amount: number): string {
  const [whole = '0', cents = '00'] = Math.abs(amount).toFixed(2).split('.')
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')
  return `${amount <= -0.005 ? '-' : ''}${grouped}.${cents}`
}
