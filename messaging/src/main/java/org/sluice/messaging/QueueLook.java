package org.sluice.messaging;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.ActiveMQConnection;
import org.apache.activemq.ActiveMQMessageConsumer;
import org.apache.activemq.ActiveMQSession;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.MessageDispatch;
import org.apache.activemq.command.SessionId;

/**
 * One look at a queue, which takes nothing. The broker sends what a browser may see, and then a dispatch without a message:
 * the end. The client's own browser handles both with two flaws that cost a true answer, or time: it asks whether a message is
 * there before it asks whether the end was told, and so ends without the messages that come in between; and it looks before
 * it waits without holding the lock, and so sleeps two seconds when the end comes in between.
 */
final class QueueLook extends ActiveMQSession {
    /** The ids of sessions that the connection numbers itself begin at 1. */
    private static final AtomicLong IDS = new AtomicLong(1L << 40);
    /** A connection that breaks stops its sessions and tells nobody. */
    private static final long STOPPED_MILLIS = 2_000;

    private final Object news = new Object();
    private boolean heard;
    private boolean ended;

    private final long stoppedMillis;

    QueueLook(ActiveMQConnection connection) throws JMSException {
        this(connection, STOPPED_MILLIS);
    }

    /** @param stoppedMillis how often to see whether the session was stopped */
    QueueLook(ActiveMQConnection connection, long stoppedMillis) throws JMSException {
        super(
                connection,
                new SessionId(connection.getConnectionInfo().getConnectionId(), IDS.getAndIncrement()),
                Session.AUTO_ACKNOWLEDGE,
                connection.isDispatchAsync());
        this.stoppedMillis = stoppedMillis;
    }

    /**
     * What lies on the queue, in its order; less than all when the connection breaks meanwhile.
     *
     * @param selector null for all messages
     * @param most no more than so many are returned
     */
    List<Message> see(String queue, String selector, int most) throws JMSException {
        List<Message> seen = new ArrayList<>();
        ActiveMQMessageConsumer consumer = consumer((ActiveMQDestination) createQueue(queue), selector);
        try {
            while (seen.size() < most) {
                // in this order: what was there before the end was told is there when one looks after that
                boolean last = isOver();
                Message message = consumer.receiveNoWait();
                if (message != null) {
                    seen.add(message);
                } else if (last) {
                    break;
                } else {
                    awaitNews();
                }
            }
        } finally {
            consumer.close();
        }
        return seen;
    }

    private ActiveMQMessageConsumer consumer(ActiveMQDestination queue, String selector) throws JMSException {
        int prefetch = connection.getPrefetchPolicy().getQueueBrowserPrefetch();
        return new ActiveMQMessageConsumer(
                this,
                getNextConsumerId(),
                queue,
                null,
                selector,
                prefetch,
                connection.getPrefetchPolicy().getMaximumPendingMessageLimit(),
                false,
                true,
                isAsyncDispatch(),
                null) {
            @Override
            public void dispatch(MessageDispatch dispatch) {
                if (dispatch.getMessage() != null) {
                    super.dispatch(dispatch);
                }
                tell(dispatch.getMessage() == null);
            }
        };
    }

    private void tell(boolean end) {
        synchronized (news) {
            heard = true;
            ended |= end;
            news.notifyAll();
        }
    }

    /** A connection that breaks stops its sessions; one that somebody closes after that only closes them, and they run on. */
    private boolean canHear() {
        return isRunning() && !isClosed() && !connection.isTransportFailed();
    }

    private boolean isOver() {
        synchronized (news) {
            return ended || !canHear();
        }
    }

    /** Waits until a message or the end has come, or none can come any more. */
    void awaitNews() throws JMSException {
        synchronized (news) {
            try {
                while (!heard && canHear()) {
                    TimeUnit.MILLISECONDS.timedWait(news, stoppedMillis);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new jakarta.jms.IllegalStateException("interrupted while looking at a queue");
            }
            heard = false;
        }
    }
}
