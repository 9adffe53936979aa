/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  // `npm run check` checks types with the compiler this project pins.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
  // Without it a page opened by address, as the default HOST has it, never becomes interactive in development.
  allowedDevOrigins: ['127.0.0.1'],
};

export default config;
