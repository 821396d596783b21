# One image for the broker and for consumers. Build the jar first: ./sluice --version, or mvn package.
ARG JRE_IMAGE=eclipse-temurin:17-jre
FROM ${JRE_IMAGE}

# A number, so that "must not run as root" can be checked without asking the image who it is. New volumes take over
# the owner and the mode of these directories. There is no VOLUME: it would leave an unnamed one behind for each consumer.
RUN mkdir -p /var/lib/sluice/data /var/lib/sluice/access /var/lib/sluice/consumer-access /cases \
 && chown -R 10001:10001 /var/lib/sluice /cases \
 && chmod 700 /var/lib/sluice/data /var/lib/sluice/access

COPY broker-config/docker.properties /etc/sluice/broker.properties
COPY launcher/target/sluice.jar /opt/sluice/sluice.jar

USER 10001:10001
WORKDIR /cases
EXPOSE 61616

# Asks as a client with the observer's account, so it fails when the broker cannot serve one. A consumer has nothing to
# ask: switch it off there.
HEALTHCHECK --interval=5s --timeout=10s --start-period=30s --retries=6 \
  CMD ["java", "-XX:TieredStopAtLevel=1", "-Xmx64m", "-jar", "/opt/sluice/sluice.jar", "broker", "--settings", "/etc/sluice/broker.properties", "--check"]

ENTRYPOINT ["java", "-jar", "/opt/sluice/sluice.jar"]
CMD ["broker", "--settings", "/etc/sluice/broker.properties"]
