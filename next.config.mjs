/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  // `npm run check` checks types with the compiler this project pins.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
};

export default config;
